from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.letters import Priority
from cinemahub.mail.models import Circuit, OutboxLetter, Worker
from cinemahub.mail.models.worker import ALIVE_FOR
from cinemahub.mail.sending.status import is_mail_working, mail_status
from cinemahub.mail.tests.samples import DAY, GREYLISTED, MINUTE, NO_MAILBOX, WRONG_PASSWORD, Greeting, diagnosis, hold

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def worker(greeting: Greeting, settings: Settings) -> Worker:
    settings.MAIL_OLDEST_WAITING_SECONDS = 300
    return Worker.objects.create()


def asked(row: OutboxLetter, ago: timedelta) -> None:
    OutboxLetter.objects.filter(pk=row.pk).update(created_at=timezone.now() - ago)


def test_an_empty_outbox_and_a_worker_are_well() -> None:
    status = mail_status()
    assert (status.letters, status.oldest_waiting_seconds, status.workers) == ({}, 0, 1)
    assert (status.holds, status.problems) == ([], [])


def test_letters_are_counted_by_state_those_finished_for_a_day(greeting: Greeting) -> None:
    ends: list[Callable[[OutboxLetter], object]] = [
        lambda row: row.sent("default", ""),
        lambda row: row.sent("default", ""),
        lambda row: row.failed("default", NO_MAILBOX),
        lambda row: row.deferred("default", GREYLISTED, MINUTE),
    ]
    for end in ends:
        end(greeting.claimed())
    greeting.post()
    long_ago = greeting.claimed()
    long_ago.sent("default", "")
    OutboxLetter.objects.filter(pk=long_ago.pk).update(finished_at=timezone.now() - DAY - MINUTE)
    OutboxLetter.objects.waiting().update(lease=None)
    assert mail_status().letters == {"queued": 1, "deferred": 1, "sent": 2, "failed": 1}


@pytest.mark.parametrize(("age", "is_problem"), [(5 * MINUTE - 5 * SECOND, False), (5 * MINUTE + SECOND, True)])
def test_a_letter_that_waits_for_too_long(greeting: Greeting, age: timedelta, is_problem: object) -> None:
    asked(greeting.post(), age)
    status = mail_status()
    assert abs(status.oldest_waiting_seconds - age.total_seconds()) < 5
    assert bool(status.problems) is is_problem


def test_the_problem_names_the_age_of_the_oldest(greeting: Greeting) -> None:
    asked(greeting.post(), 7 * MINUTE)
    (problem,) = mail_status().problems
    assert problem in {f"an email has been waiting for {seconds} seconds" for seconds in range(420, 430)}


def test_a_letter_its_receiver_puts_off_says_nothing_while_others_get_out(greeting: Greeting) -> None:
    greeting.claimed().sent("default", "")
    put_off = greeting.claimed()
    put_off.deferred("default", GREYLISTED, MINUTE)
    asked(put_off, 7 * MINUTE)
    assert mail_status().problems == []


def test_a_letter_put_off_is_a_problem_when_no_other_gets_out(greeting: Greeting) -> None:
    put_off = greeting.claimed()
    put_off.deferred("default", GREYLISTED, MINUTE)
    asked(put_off, 7 * MINUTE)
    assert len(mail_status().problems) == 1


def test_the_age_in_the_problem_is_that_of_a_letter_that_is_one(greeting: Greeting) -> None:
    greeting.claimed().sent("default", "")
    put_off = greeting.claimed()
    put_off.deferred("default", GREYLISTED, MINUTE)
    asked(put_off, 60 * MINUTE)
    asked(greeting.post(), 7 * MINUTE)
    (problem,) = mail_status().problems
    assert problem in {f"an email has been waiting for {seconds} seconds" for seconds in range(420, 430)}


@pytest.mark.parametrize(("unseen", "living"), [(ALIVE_FOR / 2, 1), (ALIVE_FOR + SECOND, 0)])
def test_a_worker_that_says_nothing_is_dead(unseen: timedelta, living: int) -> None:
    Worker.objects.update(seen_at=timezone.now() - unseen)
    status = mail_status()
    assert status.workers == living
    assert status.problems == ([] if living else ["no worker is running: start one with manage.py mail_worker"])


def test_a_hold_is_a_problem_with_its_diagnosis() -> None:
    hold()
    status = mail_status()
    (held,) = status.holds
    assert (held["transport"], held["code"], held["answer"]) == ("default", WRONG_PASSWORD.code, WRONG_PASSWORD.answer)
    assert (held["cause"], held["remedy"]) == (WRONG_PASSWORD.cause, WRONG_PASSWORD.remedy)
    assert status.problems == [f"transport default is on hold: {WRONG_PASSWORD.cause}"]


def test_every_problem_is_named(greeting: Greeting) -> None:
    asked(greeting.post(), 7 * MINUTE)
    Worker.objects.all().delete()
    hold()
    hold("fallback")
    assert len(mail_status().problems) == 4


def test_letters_that_fail_one_after_another_are_a_problem_until_one_is_sent(greeting: Greeting) -> None:
    for name in ("anna", "bert"):
        greeting.claimed(f"{name}@example.com").failed("default", NO_MAILBOX)
    assert mail_status().problems == []
    greeting.claimed("clara@example.com").failed("default", NO_MAILBOX)
    assert mail_status().problems == ["the last 3 emails failed, and none has been sent since"]
    greeting.claimed("dora@example.com").sent("news", "")
    assert len(mail_status().problems) == 1
    greeting.claimed("dora@example.com").sent("default", "")
    assert mail_status().problems == []


def test_many_newsletters_may_wait(greeting: Greeting) -> None:
    greeting.declare(priority=Priority.BULK)
    asked(greeting.post(), 7 * MINUTE)
    assert mail_status().problems == []
    assert is_mail_working()


def test_letters_of_which_none_can_be_written_are_a_problem(greeting: Greeting) -> None:
    for name in ("anna", "bert", "clara"):
        broken = diagnosis("broken_letter", Verdict.LETTER)
        greeting.claimed(f"{name}@example.com").deferred("default", broken, MINUTE)
    assert len(mail_status().problems) == 1


def test_one_bad_address_is_nobodys_problem_however_often_it_fails(greeting: Greeting) -> None:
    for _ in range(5):
        greeting.claimed().failed("default", NO_MAILBOX)
    assert mail_status().problems == []


@pytest.mark.parametrize(("ago", "is_problem"), [(SECOND, False), (MINUTE, True)])
def test_a_transport_may_rest_for_a_moment(ago: timedelta, is_problem: object) -> None:
    hold(why=diagnosis("connection_refused", Verdict.TRANSIENT))
    Circuit.objects.update(since=timezone.now() - ago)
    assert bool(mail_status().problems) is is_problem
