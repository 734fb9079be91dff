from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from cinemahub.mail.letters import NotSentError
from cinemahub.mail.models import OutboxLetter, Reason, State
from cinemahub.mail.sending.delivery import deliver
from cinemahub.mail.sending.rate_limits import limit_reached
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.samples import ANNA, Greeting, claim


@pytest.fixture(autouse=True)
def limits(settings: Settings, greeting: Greeting) -> None:
    settings.MAIL_LETTERS_AN_HOUR_FOR_ADDRESS = 3
    settings.MAIL_LETTERS_A_MINUTE_FROM_CLIENT = 4
    greeting.declare(limited=True)


def deliver_due() -> None:
    for row in claim(100):
        deliver(row, AcceptingConnection(), "default")


def reasons() -> list[str]:
    return list(OutboxLetter.objects.order_by("pk").values_list("reason", flat=True))


def asked_by(ip: str) -> dict[str, Any]:
    return {"request": RequestFactory().get("/", REMOTE_ADDR=ip)}


def move_back(**time: int) -> None:
    for row in OutboxLetter.objects.all():
        OutboxLetter.objects.filter(pk=row.pk).update(created_at=row.created_at - timedelta(**time))


def test_no_more_than_so_many_an_hour_for_one_address(greeting: Greeting) -> None:
    for to in [ANNA, ANNA.upper(), ANNA, ANNA, "boris@example.com"]:
        greeting.post(to)
        deliver_due()
    assert reasons() == ["", "", "", Reason.TOO_MANY_FOR_ADDRESS, ""]


def test_an_hour_later_there_may_be_more(greeting: Greeting) -> None:
    for _ in range(3):
        greeting.post()
    deliver_due()
    move_back(minutes=61)
    greeting.post()
    deliver_due()
    assert reasons() == [""] * 4


def test_letters_that_were_not_sent_do_not_count_for_the_address(greeting: Greeting) -> None:
    for _ in range(3):
        greeting.claimed().skipped(Reason.INACTIVE)
    greeting.post()
    deliver_due()
    assert reasons()[-1] == ""


def test_no_more_than_so_many_a_minute_from_one_client(greeting: Greeting) -> None:
    for number in range(6):
        greeting.post(f"{number}@example.com", **asked_by("192.0.2.7"))
    greeting.post("other@example.com", **asked_by("192.0.2.8"))
    deliver_due()
    assert reasons() == [""] * 4 + [Reason.TOO_MANY_FROM_CLIENT] * 2 + [""]


def test_a_minute_later_there_may_be_more(greeting: Greeting) -> None:
    for number in range(4):
        greeting.post(f"{number}@example.com", **asked_by("192.0.2.7"))
    move_back(seconds=61)
    greeting.post(**asked_by("192.0.2.7"))
    deliver_due()
    assert reasons() == [""] * 5


def test_addresses_without_an_account_count_for_the_client(greeting: Greeting) -> None:
    def find_nobody(row: OutboxLetter) -> Any:
        raise NotSentError(Reason.NO_ACCOUNT)

    known, greeting.content = greeting.content, find_nobody
    for number in range(4):
        greeting.post(f"{number}@example.com", **asked_by("192.0.2.7"))
    deliver_due()
    greeting.content = known
    greeting.post(**asked_by("192.0.2.7"))
    deliver_due()
    assert reasons() == [Reason.NO_ACCOUNT] * 4 + [Reason.TOO_MANY_FROM_CLIENT]


def test_who_asks_often_while_no_worker_runs_gets_one_letter_and_not_none(greeting: Greeting) -> None:
    greeting.declare(limited=True, newest_only=True)
    for _ in range(8):
        greeting.post(**asked_by("192.0.2.7"))
    deliver_due()
    assert reasons() == [Reason.SUPERSEDED] * 7 + [""]


def test_letters_that_no_stranger_can_ask_for_have_no_limit(greeting: Greeting) -> None:
    greeting.declare(limited=False)
    for _ in range(6):
        greeting.post(**asked_by("192.0.2.7"))
    deliver_due()
    assert OutboxLetter.objects.filter(state=State.SENT).count() == 6


def test_all_kinds_count_together(greeting: Greeting) -> None:
    for _ in range(3):
        greeting.post(**asked_by("192.0.2.7"))
    deliver_due()
    OutboxLetter.objects.update(kind="farewell")
    greeting.post(**asked_by("192.0.2.8"))
    greeting.post("boris@example.com", **asked_by("192.0.2.7"))
    greeting.post("clara@example.com", **asked_by("192.0.2.7"))
    deliver_due()
    assert reasons()[3:] == [Reason.TOO_MANY_FOR_ADDRESS, "", Reason.TOO_MANY_FROM_CLIENT]


@pytest.mark.parametrize(
    "spellings",
    [
        ["anna+1@example.com", "anna+2@example.com", "anna+3@example.com", "Anna@Example.com"],
        ["a.nna@gmail.com", "an.na@googlemail.com", "anna+x@gmail.com", "ANNA@gmail.com"],
        ["an-na@yandex.ru", "an.na@ya.ru", "an.na+1@yandex.com", "an-na@yandex.ru"],
    ],
)
def test_spellings_of_one_mailbox_count_together(greeting: Greeting, spellings: list[str]) -> None:
    for to in spellings:
        greeting.post(to)
        deliver_due()
    assert reasons() == ["", "", "", Reason.TOO_MANY_FOR_ADDRESS]


def test_what_is_being_sent_counts(greeting: Greeting) -> None:
    rows = [greeting.claimed(f"anna+{number}@example.com") for number in range(5)]
    reached = [limit_reached(row) for row in rows]
    assert reached == [None, None, None, Reason.TOO_MANY_FOR_ADDRESS, Reason.TOO_MANY_FOR_ADDRESS]


def test_what_was_claimed_and_is_superseded_does_not_count(greeting: Greeting) -> None:
    greeting.declare(limited=True, newest_only=True)
    for _ in range(6):
        greeting.post()
    rows = claim(100)
    assert [limit_reached(row) for row in rows][-1] is None


def test_a_new_secret_key_does_not_start_the_hour_anew(greeting: Greeting, settings: Settings) -> None:
    for _ in range(3):
        greeting.post()
        deliver_due()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5
    row = greeting.claimed()
    assert limit_reached(row) == Reason.TOO_MANY_FOR_ADDRESS
