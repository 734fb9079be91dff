import queue
import smtplib

import pytest
from django.db import OperationalError

from cinemahub.mail.models import Hold, OutboxLetter, State
from cinemahub.mail.sending.circuit import Brake
from cinemahub.mail.sending.sender import Job, Sender
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.tests.fake_connections import AcceptingConnection, RefusingConnection
from cinemahub.mail.tests.samples import ANNA, WRONG_PASSWORD, Greeting, claim
from cinemahub.mail.transport.connection import Connection

PASSWORD = smtplib.SMTPAuthenticationError(535, b"5.7.8 Error: authentication failed: Invalid user or password!")
NOBODY = smtplib.SMTPRecipientsRefused({ANNA: (550, b"5.1.1 No such user")})
GREY = smtplib.SMTPRecipientsRefused({ANNA: (450, b"4.2.0 Greylisted")})

type Jobs = queue.SimpleQueue[Job | None]


@pytest.fixture
def jobs() -> Jobs:
    return queue.SimpleQueue()


@pytest.fixture(autouse=True)
def same_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the test's own database connection, as senders run in its thread here."""
    monkeypatch.setattr("cinemahub.mail.sending.sender.database.close", lambda: None)


def work(jobs: Jobs, connection: Connection, monkeypatch: pytest.MonkeyPatch, brake: Brake | None = None) -> Sender:
    """Let a sender do the jobs and end."""
    jobs.put(None)
    monkeypatch.setattr("cinemahub.mail.sending.sender.open_connection", lambda _: connection)
    sender = Sender(jobs, brake or Brake(), SerialisedSending(), lambda: None)
    sender.run()
    return sender


def states() -> list[tuple[str, int, object]]:
    return list(OutboxLetter.objects.order_by("pk").values_list("state", "tries", "lease"))


def test_all_letters_go_over_one_line(greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = AcceptingConnection()
    for _ in range(3):
        jobs.put(Job(greeting.claimed(), "default"))
    sender = work(jobs, connection, monkeypatch)
    assert (len(connection.sent), list(sender.connections), sender.is_busy) == (3, ["default"], False)
    assert states() == [(State.SENT, 1, None)] * 3


def test_of_the_letters_at_hand_one_finds_that_the_login_is_refused_and_the_others_wait_again(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        jobs.put(Job(greeting.claimed(), "default"))
    work(jobs, RefusingConnection(PASSWORD), monkeypatch)
    assert Hold.objects.get().transport == "default"
    assert states() == [(State.QUEUED, 0, None)] * 5
    assert sum(len(row.history) for row in OutboxLetter.objects.all()) == 1
    assert len(claim()) == 5


def test_a_hold_that_others_placed_keeps_letters_but_not_the_probe(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    Hold.place("default", WRONG_PASSWORD)
    brake = Brake()
    brake.look()
    connection = AcceptingConnection()
    jobs.put(Job(greeting.claimed(), "default"))
    jobs.put(Job(greeting.claimed(), "default", is_probe=True))
    work(jobs, connection, monkeypatch, brake)
    assert states() == [(State.QUEUED, 0, None), (State.SENT, 1, None)]
    assert not Hold.objects.exists()


@pytest.mark.parametrize("error", [PASSWORD, NOBODY, GREY])
def test_a_probe_that_was_not_accepted_releases_nothing(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    Hold.place("default", WRONG_PASSWORD)
    jobs.put(Job(greeting.claimed(), "default", is_probe=True))
    work(jobs, RefusingConnection(error), monkeypatch)
    assert Hold.objects.exists()


def test_a_hold_of_one_transport_is_none_of_the_other(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    brake = Brake()
    brake.pull("default")
    connection = AcceptingConnection()
    jobs.put(Job(greeting.claimed(), "fallback"))
    work(jobs, connection, monkeypatch, brake)
    assert len(connection.sent) == 1


def test_who_was_left_for_lost_takes_no_further_letter(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = AcceptingConnection()
    for _ in range(2):
        jobs.put(Job(greeting.claimed(), "default"))
    monkeypatch.setattr("cinemahub.mail.sending.sender.open_connection", lambda _: connection)
    sender = Sender(jobs, Brake(), SerialisedSending(), lambda: sender.leave())
    sender.run()
    assert (len(connection.sent), jobs.qsize()) == (1, 1)


def test_what_nobody_foresaw_leaves_the_letter_to_another_try_and_says_no_secret(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(row: OutboxLetter, *_: object) -> None:
        raise RuntimeError(f"https://cinemahub.test/open/{row.message_id}/")

    monkeypatch.setattr("cinemahub.mail.sending.sender.deliver", fail)
    row = greeting.claimed()
    for _ in range(2):
        jobs.put(Job(row, "default"))
    work(jobs, AcceptingConnection(), monkeypatch)
    assert states() == [(State.QUEUED, 0, row.lease)]
    assert caplog.text.count("is left to another try") == 2
    assert "RuntimeError" in caplog.text
    assert row.message_id not in caplog.text


def test_while_the_database_is_away_a_letter_waits(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("cinemahub.mail.sending.sender.deliver", fail)
    jobs.put(Job(greeting.claimed(), "default"))
    work(jobs, AcceptingConnection(), monkeypatch)
    assert "The database does not answer (OperationalError)" in caplog.text
