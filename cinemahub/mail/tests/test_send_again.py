from datetime import timedelta

import pytest
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter, Reason, State
from cinemahub.mail.tests.samples import GREYLISTED, NO_MAILBOX, Greeting, claim


def one() -> OutboxLetter:
    row: OutboxLetter = OutboxLetter.objects.get()
    return row


def test_a_failed_letter_goes_once_more_under_the_same_message_id(greeting: Greeting) -> None:
    row = greeting.claimed()
    row.failed("default", NO_MAILBOX)
    assert OutboxLetter.objects.send_again() == 1
    assert (one().state, one().reason, one().finished_at) == (State.QUEUED, "", None)
    (again,) = claim()
    assert again.message_id == row.message_id
    assert [entry["outcome"] for entry in again.history] == ["no_such_mailbox"]


def test_a_sent_letter_gets_a_message_id_of_its_own_as_mail_programs_hide_the_same_twice(greeting: Greeting) -> None:
    rows = [greeting.claimed(f"{number}@example.com") for number in range(2)]
    for row in rows:
        row.sent("default", "250 Ok")
    assert OutboxLetter.objects.send_again() == 2
    assert len({row.message_id for row in [*rows, *claim()]}) == 4


def test_a_letter_that_may_have_been_sent_keeps_its_message_id(greeting: Greeting) -> None:
    row = greeting.claimed()
    row.failed("default", NO_MAILBOX, State.UNKNOWN)
    OutboxLetter.objects.send_again()
    assert one().message_id == row.message_id


def test_a_deferred_letter_is_tried_now(greeting: Greeting) -> None:
    greeting.claimed().deferred("default", GREYLISTED, timedelta(minutes=5))
    assert claim() == []
    assert OutboxLetter.objects.send_again() == 1
    assert len(claim()) == 1


@pytest.mark.parametrize("action", ["send_again", "give_up"])
def test_what_a_worker_has_in_hand_is_left_alone(greeting: Greeting, action: str) -> None:
    row = greeting.claimed()
    assert getattr(OutboxLetter.objects, action)() == 0
    assert row.sent("default", "250 Ok")


@pytest.mark.parametrize("action", ["send_again", "give_up"])
def test_what_a_dead_worker_had_is_free_when_its_lease_ends(greeting: Greeting, action: str) -> None:
    row = greeting.claimed()
    OutboxLetter.objects.update(due_at=timezone.now())
    assert getattr(OutboxLetter.objects, action)() == 1
    assert not row.sent("default", "250 Ok")


def test_what_is_not_true_any_more_is_not_sent_again(greeting: Greeting) -> None:
    greeting.claimed().failed("default", NO_MAILBOX)
    OutboxLetter.objects.update(expires_at=timezone.now())
    assert OutboxLetter.objects.send_again() == 0
    assert one().state == State.FAILED


def test_giving_up_ends_waiting_letters_and_only_them(greeting: Greeting) -> None:
    sent, waiting = greeting.claimed(), greeting.post()
    sent.sent("default", "250 Ok")
    assert OutboxLetter.objects.give_up() == 1
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, waiting.reason, waiting.due_at) == (State.SKIPPED, Reason.GIVEN_UP, None)
    assert waiting.finished_at is not None
    assert sent.state == State.SENT
    assert claim() == []
