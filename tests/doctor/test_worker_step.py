"""The doctor on the site's own half: is anybody sending, and what is in its way."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import OutboxLetter, State, Worker
from cinemahub.mail.tests.samples import WRONG_PASSWORD, hold
from cinemahub.mail.transport.configured import fingerprint
from tests.doctor.conftest import Doctor, Visit

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def step(visit: Visit) -> str:
    return "\n".join(line for line in visit.text.splitlines() if line.startswith(("worker", " ")))


def letter(**fields: object) -> None:
    OutboxLetter.objects.create(
        kind="x", address="a@example.com", expires_at=timezone.now() + timedelta(hours=1), **fields
    )


def test_a_worker_that_lives_and_an_outbox_that_is_empty(doctor: Doctor) -> None:
    visit = doctor(backend=LOCMEM)
    assert visit.marks["worker"] == "ok"
    assert "1 worker is running" in step(visit)
    assert "nothing waits; none was sent yet" in step(visit)


def test_without_a_worker_nothing_would_be_sent(doctor: Doctor) -> None:
    Worker.objects.all().delete()
    visit = doctor(backend=LOCMEM)
    assert visit.marks["worker"] == "warning"
    assert "Start one: manage.py mail_worker." in step(visit)


def test_where_tasks_send_no_worker_is_missed(doctor: Doctor, settings: Settings) -> None:
    Worker.objects.all().delete()
    settings.MAIL_TASKS = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    visit = doctor(backend=LOCMEM)
    assert visit.marks["worker"] == "ok"
    assert "tasks send the emails" in step(visit)


def test_what_holds_the_worker_is_said_with_its_remedy(doctor: Doctor) -> None:
    hold()
    visit = doctor(backend=LOCMEM)
    assert visit.marks["worker"] == "warning"
    assert f"on hold: {WRONG_PASSWORD.answer}" in step(visit)
    assert WRONG_PASSWORD.remedy in step(visit)


def test_what_waits_and_what_went(doctor: Doctor) -> None:
    now = timezone.now()
    letter(created_at=now - timedelta(minutes=7, seconds=30))
    letter(state=State.SENT, due_at=None, finished_at=now)
    visit = doctor(backend=LOCMEM)
    assert f"1 email waits, for 7 min; the last was sent {now:%Y-%m-%d %H:%M} UTC" in step(visit)


def test_a_worker_with_the_settings_of_yesterday_has_to_be_restarted(doctor: Doctor) -> None:
    Worker.objects.update(configuration="of yesterday")
    visit = doctor(backend=LOCMEM)
    assert visit.marks["worker"] == "warning"
    assert "Restart the worker" in step(visit)


def test_a_worker_with_the_settings_of_now_is_fine(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    doctor(backend=LOCMEM)
    Worker.objects.update(configuration=fingerprint())
    assert doctor(backend=LOCMEM).marks["worker"] == "ok"
    monkeypatch.setenv("SSL_CERT_FILE", "/elsewhere/authorities.pem")
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: ["/elsewhere/authorities.pem"])
    assert doctor(backend=LOCMEM).marks["worker"] == "warning"
