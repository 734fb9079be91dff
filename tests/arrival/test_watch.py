"""The worker has returned mail looked for beside its sending, where a mailbox is known."""

import threading

import pytest
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.arrival.returns import watch
from cinemahub.mail.models import UsedToken
from cinemahub.mail.models.used_token import KEPT_FOR
from cinemahub.mail.signals import day_passed, worker_started

SMTP = "django.core.mail.backends.smtp.EmailBackend"
YANDEX = {"host": "smtp.yandex.ru", "username": "site@yandex.ru", "password": "canary-password"}


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set by the thread that would look for returned mail."""
    event = threading.Event()
    monkeypatch.setattr(watch, "_watch", event.set)
    return event


def test_a_worker_with_a_mailbox_looks_for_what_comes_back(looked: threading.Event, settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": YANDEX}}
    (own,) = watch.known_mailboxes()
    assert (own.host, own.user) == ("imap.yandex.ru", "site@yandex.ru")
    assert "canary" not in repr(own)
    worker_started.send(sender=None)
    assert looked.wait(10)


@pytest.mark.parametrize(
    "mailer",
    [
        {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 1025}},
        {"BACKEND": SMTP, "OPTIONS": {"host": "smtp.own.example", "username": "site", "password": "p"}},
        {"BACKEND": "anymail.backends.brevo.EmailBackend", "OPTIONS": {"api_key": "k"}},
    ],
)
def test_a_worker_without_one_does_not(looked: threading.Event, settings: Settings, mailer: dict[str, object]) -> None:
    settings.MAILERS = {"default": mailer}
    before = threading.active_count()
    worker_started.send(sender=None)
    assert threading.active_count() == before
    assert not looked.is_set()


@pytest.mark.django_db
def test_once_a_day_used_tokens_are_forgotten() -> None:
    UsedToken.is_for("token", b"body")
    UsedToken.objects.update(at=timezone.now() - 2 * KEPT_FOR)
    day_passed.send(sender=None)
    assert not UsedToken.objects.exists()
