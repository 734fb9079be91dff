import smtplib

import pytest
from django.db import OperationalError

from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.models import Circuit, OutboxLetter, State
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.delivery import prepare
from cinemahub.mail.sending.jobs import Job, Jobs
from cinemahub.mail.sending.sender import Sender
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.sending.ways import Ways
from cinemahub.mail.tests.fake_connections import AcceptingConnection, RefusingConnection
from cinemahub.mail.tests.samples import ANNA, WRONG_PASSWORD, Greeting, claim, diagnosis, hold
from cinemahub.mail.transport.connection import Connection

PASSWORD = smtplib.SMTPAuthenticationError(535, b"5.7.8 Error: authentication failed: Invalid user or password!")
NOBODY = smtplib.SMTPRecipientsRefused({ANNA: (550, b"5.1.1 No such user")})
GREY = smtplib.SMTPRecipientsRefused({ANNA: (450, b"4.2.0 Greylisted")})


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture(autouse=True)
def same_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the test's own database connection, as senders run in its thread here."""
    monkeypatch.setattr("cinemahub.mail.sending.sender.database.close", lambda: None)


def work(
    jobs: Jobs, connection: Connection, monkeypatch: pytest.MonkeyPatch, circuits: Circuits | None = None
) -> Sender:
    """Let a sender do the jobs and end."""
    jobs.put(None)
    monkeypatch.setattr("cinemahub.mail.sending.ways.open_connection", lambda _: connection)
    circuits = circuits or Circuits()
    sender = Sender(jobs, circuits, Ways(circuits, SerialisedSending()))
    sender.run()
    return sender


def job(greeting: Greeting, transport: str = "default", *, is_probe: bool = False) -> Job:
    row = greeting.claimed()
    message = prepare(row, transport)
    assert message is not None
    return Job(row, message, transport, is_probe)


def states() -> list[tuple[str, int, object]]:
    return list(OutboxLetter.objects.order_by("pk").values_list("state", "tries", "lease"))


def test_all_letters_go_over_one_line(greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = AcceptingConnection()
    for _ in range(3):
        jobs.put(job(greeting))
    sender = work(jobs, connection, monkeypatch)
    assert (len(connection.sent), connection.closed, sender.is_busy) == (3, 1, False)
    assert states() == [(State.SENT, 1, None)] * 3


def test_of_the_letters_at_hand_one_finds_that_the_login_is_refused_and_the_others_wait_again(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        jobs.put(job(greeting))
    work(jobs, RefusingConnection(PASSWORD), monkeypatch)
    assert Circuit.objects.get().transport == "default"
    assert states() == [(State.QUEUED, 0, None)] * 5
    assert sum(len(row.history) for row in OutboxLetter.objects.all()) == 1
    assert len(claim()) == 5


def test_a_hold_that_others_placed_keeps_letters_but_not_the_probe(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold()
    circuits = Circuits()
    circuits.read(["default"])
    connection = AcceptingConnection()
    jobs.put(job(greeting))
    jobs.put(job(greeting, is_probe=True))
    work(jobs, connection, monkeypatch, circuits)
    assert states() == [(State.QUEUED, 0, None), (State.SENT, 1, None)]
    assert not Circuit.objects.open().exists()


@pytest.mark.parametrize("error", [PASSWORD, NOBODY, GREY])
def test_a_probe_that_was_not_accepted_releases_nothing(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    hold()
    jobs.put(job(greeting, is_probe=True))
    work(jobs, RefusingConnection(error), monkeypatch)
    assert Circuit.objects.open().exists()


def test_a_hold_of_one_transport_is_none_of_the_other(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    circuits = Circuits()
    circuits.interrupt("default", WRONG_PASSWORD)
    connection = AcceptingConnection()
    jobs.put(job(greeting, "fallback"))
    work(jobs, connection, monkeypatch, circuits)
    assert len(connection.sent) == 1


def test_who_was_left_for_lost_takes_no_further_letter(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = AcceptingConnection()
    for _ in range(2):
        jobs.put(job(greeting))
    monkeypatch.setattr("cinemahub.mail.sending.ways.open_connection", lambda _: connection)
    sender = Sender(jobs, Circuits(), Ways(Circuits(), SerialisedSending()), done=lambda: sender.leave())
    sender.run()
    assert (len(connection.sent), jobs.qsize()) == (1, 1)


def test_what_nobody_foresaw_leaves_the_letter_to_another_try_and_says_no_secret(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(row: OutboxLetter, *_: object, **__: object) -> None:
        raise RuntimeError(f"https://cinemahub.test/open/{row.message_id}/")

    monkeypatch.setattr("cinemahub.mail.sending.sender.send", fail)
    ready = job(greeting)
    row = ready.row
    for _ in range(2):
        jobs.put(ready)
    work(jobs, AcceptingConnection(), monkeypatch)
    assert states() == [(State.QUEUED, 0, row.lease)]
    assert caplog.text.count("is left to another try") == 2
    assert "RuntimeError" in caplog.text
    assert row.message_id not in caplog.text


def test_while_the_database_is_away_a_letter_waits(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("cinemahub.mail.sending.sender.send", fail)
    jobs.put(job(greeting))
    work(jobs, AcceptingConnection(), monkeypatch)
    assert "The database does not answer (OperationalError: server closed" in caplog.text


def test_a_letter_that_may_have_been_taken_over_is_sent_only_if_it_was_not(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = AcceptingConnection()
    kept, lost = job(greeting), job(greeting)
    OutboxLetter.objects.filter(pk=lost.row.pk).update(lease=None)
    for each in (kept, lost, None):
        jobs.put(each)
    monkeypatch.setattr("cinemahub.mail.sending.ways.open_connection", lambda _: connection)
    Sender(jobs, Circuits(), Ways(Circuits(), SerialisedSending()), may_send=lambda: False).run()
    assert [message.extra_headers["Message-ID"] for message in connection.sent] == [kept.row.message_id]


def test_a_probe_that_gets_further_than_the_trouble_shows_that_it_is_over(
    greeting: Greeting, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(why=diagnosis("connection_refused", Verdict.TRANSIENT, step=Step.CONNECT))
    jobs.put(job(greeting, is_probe=True))
    work(jobs, RefusingConnection(GREY, Step.RCPT), monkeypatch)
    assert not Circuit.objects.open().exists()
