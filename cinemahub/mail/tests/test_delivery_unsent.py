"""Letters that one try leaves unsent, and letters that break while they are composed."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.letters import Content, NotSentError
from cinemahub.mail.models import OutboxLetter, Reason, State
from cinemahub.mail.sending.delivery import Outcome, Way, deliver, prepare, send
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.samples import Greeting, claim, fresh, try_to_deliver


def test_past_its_moment_it_is_not_sent(greeting: Greeting) -> None:
    row = greeting.claimed()
    row.expires_at = timezone.now()
    connection = AcceptingConnection()
    outcome, row = try_to_deliver(row, connection)
    assert (outcome, row.state, row.reason, connection.sent) == (Outcome.UNTRIED, State.EXPIRED, Reason.TOO_LATE, [])
    assert greeting.links == []


def test_nobody_is_to_get_it(greeting: Greeting) -> None:
    def find_nobody(row: OutboxLetter) -> Content:
        raise NotSentError(Reason.NO_ACCOUNT)

    greeting.content = find_nobody
    outcome, row = try_to_deliver(greeting.claimed(), AcceptingConnection())
    assert (outcome, row.state, row.reason, row.tries) == (Outcome.UNTRIED, State.SKIPPED, Reason.NO_ACCOUNT, 0)


def test_a_kind_that_no_app_declares_any_more_fails(greeting: Greeting) -> None:
    row = greeting.claimed()
    row.kind = "farewell"
    outcome, row = try_to_deliver(row, AcceptingConnection())
    assert (outcome, row.state, row.reason) == (Outcome.UNTRIED, State.DEFERRED, "broken_letter")


def test_a_broken_template_puts_its_letter_off_with_a_traceback_and_without_a_link(
    greeting: Greeting, caplog: pytest.LogCaptureFixture
) -> None:
    (greeting.templates / "body.html").write_text("{% include link %}")  # the error's message is the link
    outcome, row = try_to_deliver(greeting.claimed(), AcceptingConnection())
    assert (outcome, row.state, row.reason) == (Outcome.UNTRIED, State.DEFERRED, "broken_letter")
    assert "django.template.exceptions.TemplateDoesNotExist" in caplog.text
    assert 'File "' in caplog.text
    assert greeting.links
    assert not any(link in caplog.text + str(row.history) for link in greeting.links)


def test_a_database_that_went_away_is_no_fault_of_the_letter(greeting: Greeting) -> None:
    def find_no_database(row: OutboxLetter) -> Content:
        raise OperationalError("server closed the connection unexpectedly")

    greeting.content = find_no_database
    row = greeting.claimed()
    with pytest.raises(OperationalError):
        deliver(row, AcceptingConnection(), "default")
    assert (fresh(row).state, fresh(row).lease) == (State.QUEUED, row.lease)


def test_a_lease_too_short_for_a_try_is_given_back_unsent(greeting: Greeting) -> None:
    greeting.post()
    (row,) = claim(lease_for=timedelta(seconds=10))
    connection = AcceptingConnection()
    outcome, after = try_to_deliver(row, connection)
    assert (outcome, after.state, after.lease, connection.sent) == (Outcome.UNTRIED, State.QUEUED, None, [])


def test_a_letter_whose_turn_does_not_come_in_time_is_given_back_unsent(greeting: Greeting, settings: Settings) -> None:
    row = greeting.claimed()
    row.due_at = timezone.now() + timedelta(seconds=settings.MAIL_TRY_SECONDS + 0.1)
    connection = AcceptingConnection()
    way = Way("default", connection)
    message = prepare(row, "default")
    assert message is not None
    with way.serialised.turn(timedelta(0)) as other:
        other.begin()
        assert send(row, message, way) is Outcome.UNTRIED
    kept = fresh(row)
    assert (kept.state, kept.lease, kept.tries, connection.sent) == (State.QUEUED, None, 0, [])


def test_who_lost_the_lease_says_so_and_overwrites_nothing(
    greeting: Greeting, caplog: pytest.LogCaptureFixture
) -> None:
    row = greeting.claimed()
    OutboxLetter.objects.update(lease=None)
    _, after = try_to_deliver(row, AcceptingConnection())
    assert (after.state, after.history) == (State.QUEUED, [])
    assert "may arrive twice" in caplog.text
