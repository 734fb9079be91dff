"""The sentence with which the admin opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.figures import news as all_news
from cinemahub.mail.figures.news import Tone, news
from cinemahub.mail.figures.transports import HELD, PAUSED, Transport
from cinemahub.mail.models import OutboxLetter, State, Worker
from cinemahub.mail.outbox import enqueue
from users.letters import password_reset

REFUSED = Diagnosis("bad_credentials", CAUSES["bad_credentials"].verdict, None, "", None)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> None:
    Worker().beat()


def has(monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    now = timezone.now()
    transport = Transport("default", state, now, now + timedelta(minutes=5), REFUSED)
    monkeypatch.setattr(all_news, "transports", lambda: [transport])


def finish(count: int, state: State) -> None:
    for _ in range(count):
        row = enqueue(password_reset, to="anna@example.com")
        OutboxLetter.objects.filter(pk=row.pk).update(state=state, due_at=None, finished_at=timezone.now())


def test_everything_goes(worker: None) -> None:
    finish(9, State.SENT)
    finish(2, State.FAILED)
    (only,) = news()
    assert (only.tone, only.sentence, only.remedy) == (Tone.GOOD, "Email is working.", "")


def test_a_held_transport_says_since_when_why_and_what_to_do(worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, HELD)
    (only,) = news()
    assert only.tone is Tone.BAD
    assert only.sentence.startswith(f"On hold since {timezone.localtime():%H:}")
    assert REFUSED.cause in only.sentence
    assert only.remedy == REFUSED.remedy


def test_a_paused_transport_asks_for_nothing(worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, PAUSED)
    (only,) = news()
    assert only.tone is Tone.PATIENT
    assert only.sentence.startswith("Paused until ")
    assert only.remedy == "Emails wait and are sent automatically."


def test_without_a_worker_it_says_how_many_wait() -> None:
    assert news()[0].sentence == "Nothing is sent: no worker is running."
    enqueue(password_reset, to="anna@example.com")
    assert news()[0].sentence == "No worker is running: 1 email waits."
    assert "manage.py mail_worker" in news()[0].remedy


def test_many_failures_are_news_and_a_few_are_not(worker: None) -> None:
    finish(9, State.SENT)
    finish(3, State.FAILED)
    assert news()[0].sentence == "3 of 12 emails failed in the last hour."


def test_an_email_that_nobody_takes_is_news(worker: None) -> None:
    row = enqueue(password_reset, to="anna@example.com")
    OutboxLetter.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    assert news()[0].sentence == "1 email has been waiting for more than 5 minutes."


def test_what_needs_a_person_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, PAUSED)
    assert [each.tone for each in news()] == [Tone.BAD, Tone.PATIENT]
