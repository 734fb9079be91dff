"""Letters that the worker prepares while its senders are busy."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter, Outcome, State
from cinemahub.mail.sending.delivery import hand_over, prepare
from cinemahub.mail.sending.sender import Job
from cinemahub.mail.sending.worker import MailWorker
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.samples import ANNA, Greeting


@pytest.fixture
def worker() -> MailWorker:
    """A worker whose senders have not started."""
    return MailWorker(connections=1)


def jobs_of(worker: MailWorker) -> list[Job | None]:
    return [worker.jobs.get_nowait() for _ in range(worker.jobs.qsize())]


def test_a_letter_is_composed_before_a_sender_takes_it(worker: MailWorker, greeting: Greeting) -> None:
    greeting.post()
    worker._hand_out(4, "default")
    (job,) = jobs_of(worker)
    assert job is not None
    assert job.message is not None
    assert job.message.to == [ANNA]


def test_letters_of_a_kind_are_looked_up_together(worker: MailWorker, greeting: Greeting) -> None:
    looked_up: list[list[OutboxLetter]] = []
    greeting.declare(prefetch=lambda rows: looked_up.append(list(rows)))
    posted = [greeting.post(f"{name}@example.com") for name in ("anna", "bert", "clara")]
    worker._hand_out(4, "default")
    assert looked_up == [posted]
    assert len(jobs_of(worker)) == 3


def test_a_look_up_that_fails_leaves_each_letter_to_itself(worker: MailWorker, greeting: Greeting) -> None:
    greeting.declare(prefetch=lambda rows: 1 / 0)
    greeting.post()
    worker._hand_out(4, "default")
    (job,) = jobs_of(worker)
    assert job is not None
    assert job.message is not None


def test_a_letter_that_nobody_is_to_get_reaches_no_sender(worker: MailWorker, greeting: Greeting) -> None:
    greeting.post()
    OutboxLetter.objects.update(expires_at=timezone.now())
    assert worker._hand_out(4, "default") == 1
    assert jobs_of(worker) == []
    assert OutboxLetter.objects.get().state == State.EXPIRED


def test_a_probe_is_left_to_the_sender_that_says_what_came_of_it(worker: MailWorker, greeting: Greeting) -> None:
    greeting.post()
    worker._hand_out(1, "default", is_probe=True)
    (job,) = jobs_of(worker)
    assert job is not None
    assert (job.is_probe, job.message) == (True, None)


def test_while_the_database_is_away_senders_wait_for_it_and_not_the_worker(
    worker: MailWorker, greeting: Greeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(row: OutboxLetter, transport: str) -> None:
        raise OperationalError

    greeting.post()
    monkeypatch.setattr("cinemahub.mail.sending.worker.prepare", away)
    monkeypatch.setattr("cinemahub.mail.sending.worker.connection.close", lambda: None)
    worker._hand_out(4, "default")
    (job,) = jobs_of(worker)
    assert job is not None
    assert job.message is None


def test_a_letter_whose_moment_passes_after_it_was_composed_is_not_sent(greeting: Greeting) -> None:
    row, connection = greeting.claimed(), AcceptingConnection()
    message = prepare(row, "default")
    assert message is not None
    row.expires_at = timezone.now() - timedelta(seconds=1)
    assert hand_over(row, message, connection, "default") is Outcome.NOTHING
    assert connection.sent == []
    assert OutboxLetter.objects.get().lease is None
