"""In development every page says why emails wait; elsewhere none does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import Circuit, CircuitState, Worker
from cinemahub.mail.outbox import enqueue
from users.letters import password_reset

PAGES = ["/inbox/", "/users/password-reset/done/", "/users/signup/done/", "/"]
SAID = "535 5.7.8 authentication failed"


@pytest.fixture
def three_wait() -> None:
    Worker().beat()
    for _ in range(3):
        enqueue(password_reset, to="anna@example.com")


def has(state: CircuitState, code: str, verdict: str) -> None:
    since = timezone.now() - timedelta(hours=1)
    Circuit.objects.create(
        transport="default", state=state, code=code, verdict=verdict, answer=SAID, since=since, probe_at=timezone.now()
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_refused_password_is_said_with_what_to_do(client: Client, three_wait: None, path: str) -> None:
    has(CircuitState.HELD, "bad_credentials", "configuration")
    html = client.get(path).content.decode()
    assert "3 emails wait, on hold since" in html
    assert SAID in html
    assert "EMAIL_HOST_PASSWORD" in html
    assert "mail_doctor" in html
    assert 'href="/admin/mail/circuit/"' in html


def test_an_inbox_that_does_not_run_is_said(client: Client, three_wait: None) -> None:
    has(CircuitState.PAUSED, "connection_refused", "transient")
    assert "Start the local inbox: manage.py inbox" in client.get("/inbox/").content.decode()


def test_a_missing_worker_is_said_once_something_waits(client: Client) -> None:
    assert "mail-trouble" not in client.get("/inbox/").content.decode()
    enqueue(password_reset, to="anna@example.com")
    assert "No worker is running: 1 email waits." in client.get("/inbox/").content.decode()


def test_nothing_is_said_while_emails_go_out(client: Client, three_wait: None) -> None:
    assert "mail-trouble" not in client.get("/inbox/").content.decode()


def test_outside_development_no_page_says_anything(client: Client, three_wait: None, settings: Settings) -> None:
    has(CircuitState.HELD, "bad_credentials", "configuration")
    settings.DEBUG = False
    for path in PAGES[1:]:
        html = client.get(path).content.decode()
        assert "mail-trouble" not in html
        assert SAID not in html
