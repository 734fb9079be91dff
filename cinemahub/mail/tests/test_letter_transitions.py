"""What becomes of a claimed letter."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.models.outbox_letter import MAX_HISTORY
from cinemahub.mail.tests.samples import DAY, GREYLISTED, MINUTE, NO_MAILBOX, WRONG_PASSWORD, Greeting, claim, fresh


def outcomes(row: OutboxLetter) -> list[tuple[str, str, str]]:
    return [(entry["transport"], entry["outcome"], entry["answer"]) for entry in fresh(row).history]


def test_a_letter_that_was_sent_keeps_the_answer_and_the_time(greeting: Greeting) -> None:
    row = greeting.claimed()
    assert row.sent("default", "250 2.0.0 Ok: queued")
    after = fresh(row)
    assert (after.state, after.reason, after.tries, after.due_at, after.lease) == (State.SENT, "", 1, None, None)
    assert after.finished_at is not None
    assert outcomes(row) == [("default", "sent", "250 2.0.0 Ok: queued")]


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN])
def test_a_letter_that_failed_is_finished_with_its_reason(greeting: Greeting, state: State) -> None:
    row = greeting.claimed()
    assert row.failed("default", NO_MAILBOX, state)
    after = fresh(row)
    assert (after.state, after.reason, after.tries, after.due_at) == (state, "no_such_mailbox", 1, None)
    assert outcomes(row) == [("default", "no_such_mailbox", "550 5.1.1 No such user")]


def test_a_deferred_letter_counts_a_try_and_is_due_later(greeting: Greeting) -> None:
    row = greeting.claimed()
    assert row.deferred("default", GREYLISTED, MINUTE)
    after = fresh(row)
    assert (after.state, after.reason, after.tries, after.finished_at) == (State.DEFERRED, "greylisted", 1, None)
    assert after.due_at is not None
    assert timezone.now() < after.due_at <= timezone.now() + MINUTE
    assert outcomes(row) == [("default", "greylisted", "450 4.2.0 Greylisted")]


def test_however_long_it_rests_it_is_tried_once_more_before_its_moment_passes(greeting: Greeting) -> None:
    row = greeting.claimed()
    row.deferred("default", GREYLISTED, 2 * DAY)
    due_at = fresh(row).due_at
    assert due_at is not None
    assert row.expires_at - 2 * MINUTE < due_at < row.expires_at - timedelta(seconds=settings.MAIL_TRY_SECONDS)


def test_held_back_is_no_try(greeting: Greeting) -> None:
    row = greeting.claimed()
    assert row.requeued("default", WRONG_PASSWORD)
    after = fresh(row)
    assert (after.state, after.reason, after.tries, after.finished_at) == (State.QUEUED, "", 0, None)
    assert outcomes(row) == [("default", "bad_credentials", "535 5.7.8 authentication failed")]
    assert claim() == [row]


def test_given_back_as_if_nothing_had_happened(greeting: Greeting) -> None:
    row = greeting.claimed()
    assert row.released()
    after = fresh(row)
    assert (after.state, after.tries, after.history, after.lease) == (State.QUEUED, 0, [], None)
    assert claim() == [row]


@pytest.mark.parametrize(("verb", "state"), [("skipped", State.SKIPPED), ("expired", State.EXPIRED)])
def test_not_sent_on_purpose(greeting: Greeting, verb: str, state: State) -> None:
    row = greeting.claimed()
    assert getattr(row, verb)("inactive")
    after = fresh(row)
    assert (after.state, after.reason, after.tries, after.due_at, after.history) == (state, "inactive", 0, None, [])
    assert after.finished_at is not None


def test_who_lost_the_lease_overwrites_nothing(greeting: Greeting) -> None:
    late = greeting.claimed()
    OutboxLetter.objects.update(due_at=timezone.now())
    (other,) = claim()
    assert not late.failed("default", NO_MAILBOX)
    assert not late.deferred("default", GREYLISTED, MINUTE)
    assert not late.released()
    assert fresh(late).lease == other.lease
    assert other.sent("default", "250 Ok")
    assert not late.failed("default", NO_MAILBOX)
    assert fresh(late).state == State.SENT


def test_a_lease_that_ended_is_still_ones_own_while_nobody_else_wants_it(greeting: Greeting) -> None:
    greeting.post()
    (row,) = claim(lease_for=timedelta(0))
    assert row.sent("default", "250 Ok")


def test_a_history_keeps_the_last_tries(greeting: Greeting) -> None:
    greeting.post()
    for number in range(MAX_HISTORY + 2):
        (row,) = claim()
        row.sent("default", f"250 {number}")
        OutboxLetter.objects.update(due_at=timezone.now())
    history = outcomes(row)
    assert len(history) == MAX_HISTORY
    assert history[-1] == ("default", "sent", f"250 {MAX_HISTORY + 1}")
