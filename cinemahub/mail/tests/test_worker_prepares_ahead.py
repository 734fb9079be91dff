"""Letters that the worker prepares while its senders are busy."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.utils import timezone

from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.models import Circuit, OutboxLetter, Reason, State
from cinemahub.mail.sending.delivery import Outcome, Way, prepare, send
from cinemahub.mail.sending.jobs import Job
from cinemahub.mail.sending.worker import MailWorker
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.samples import ANNA, Greeting, diagnosis, hold


@pytest.fixture
def worker() -> MailWorker:
    """A worker whose senders have not started."""
    return MailWorker(connections=1)


def jobs_of(worker: MailWorker) -> list[Job | None]:
    return [worker.routes[0].senders.jobs.get_nowait() for _ in range(worker.routes[0].senders.jobs.qsize())]


def test_a_letter_is_composed_before_a_sender_takes_it(worker: MailWorker, greeting: Greeting) -> None:
    greeting.post()
    worker._hand_out(worker.routes[0], "default")
    (job,) = jobs_of(worker)
    assert job is not None
    assert job.message is not None
    assert job.message.to == [ANNA]


def test_letters_of_a_kind_are_looked_up_together(worker: MailWorker, greeting: Greeting) -> None:
    looked_up: list[list[OutboxLetter]] = []
    greeting.declare(prefetch=lambda rows: looked_up.append(list(rows)))
    posted = [greeting.post(f"{name}@example.com") for name in ("anna", "bert", "clara")]
    worker._hand_out(worker.routes[0], "default")
    assert looked_up == [posted]
    assert len(jobs_of(worker)) == 3


def test_a_look_up_that_fails_leaves_each_letter_to_itself(worker: MailWorker, greeting: Greeting) -> None:
    greeting.declare(prefetch=lambda rows: 1 / 0)
    greeting.post()
    worker._hand_out(worker.routes[0], "default")
    (job,) = jobs_of(worker)
    assert job is not None
    assert job.message is not None


def test_a_letter_that_nobody_is_to_get_reaches_no_sender(worker: MailWorker, greeting: Greeting) -> None:
    greeting.post()
    OutboxLetter.objects.update(expires_at=timezone.now())
    assert worker._hand_out(worker.routes[0], "default") == 1
    assert jobs_of(worker) == []
    assert OutboxLetter.objects.get().state == State.EXPIRED


def test_while_the_database_is_away_preparing_waits(
    worker: MailWorker, greeting: Greeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def away_at_first(row: OutboxLetter, transport: str) -> EmailMessage | None:
        if len(pauses) < 2:
            raise OperationalError
        return prepare(row, transport)

    greeting.post()
    monkeypatch.setattr("cinemahub.mail.sending.worker.prepare", away_at_first)
    monkeypatch.setattr("cinemahub.mail.sending.worker.connection.close", lambda: None)
    monkeypatch.setattr("cinemahub.mail.sending.worker.time.sleep", pauses.append)
    worker._hand_out(worker.routes[0], "default")
    assert len(jobs_of(worker)) == 1
    assert pauses == [1, 1]


def test_a_probe_is_somebody_elses_letter_than_the_last(worker: MailWorker, greeting: Greeting) -> None:
    circuit = hold()
    recipients = []
    for _ in range(3):
        for name in ("anna", "bert"):
            greeting.post(f"{name}@example.com")
        Circuit.objects.update(probe_at=timezone.now() - timedelta(seconds=1))
        circuit.refresh_from_db()
        assert worker._probe(worker.routes[0], circuit)
        (job,) = jobs_of(worker)
        assert job is not None
        assert job.is_probe
        recipients.append(job.row.address)
        OutboxLetter.objects.all().delete()
    assert recipients[0] != recipients[1] != recipients[2]


def test_a_probe_that_has_nothing_to_send_makes_place_for_the_next(worker: MailWorker, greeting: Greeting) -> None:
    hold()
    Circuit.objects.update(probe_at=timezone.now() - timedelta(seconds=1))
    greeting.post()
    OutboxLetter.objects.update(expires_at=timezone.now())
    assert worker._probe(worker.routes[0], Circuit.objects.get())
    assert jobs_of(worker) == []
    assert Circuit.objects.get().probe_at <= timezone.now()


def test_kinds_that_only_another_version_knows_are_left_to_it_and_named(worker: MailWorker, greeting: Greeting) -> None:
    row = greeting.post()
    OutboxLetter.objects.update(kind="of_tomorrow")
    assert worker._hand_out(worker.routes[0], "default") == 0
    worker.housekeeping.do()
    row.refresh_from_db()
    assert (row.state, row.reason, row.lease) == (State.DEFERRED, Reason.KIND_UNKNOWN, None)
    OutboxLetter.objects.update(kind="greeting")
    assert worker._hand_out(worker.routes[0], "default") == 1


def test_a_letter_that_was_broken_is_tried_when_another_version_starts(worker: MailWorker, greeting: Greeting) -> None:
    greeting.claimed().deferred("default", diagnosis("broken_letter", Verdict.LETTER), timedelta(hours=1))
    worker.housekeeping.do()
    assert worker._hand_out(worker.routes[0], "default") == 1


def test_a_letter_whose_moment_passes_after_it_was_composed_is_not_sent(greeting: Greeting) -> None:
    row, connection = greeting.claimed(), AcceptingConnection()
    message = prepare(row, "default")
    assert message is not None
    row.expires_at = timezone.now() - timedelta(seconds=1)
    assert send(row, message, Way("default", connection)) is Outcome.UNTRIED
    assert connection.sent == []
    assert OutboxLetter.objects.get().lease is None
