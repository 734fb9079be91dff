"""What balancers, strangers, staff and monitors are told of how the site is."""

from datetime import timedelta
from typing import Never

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import OutboxLetter, State, Worker
from cinemahub.mail.tests.samples import hold
from users.models import User

TOKEN = "a token of the tests, long enough"

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("staff@cinemahub.example", is_staff=True))
    return client


def refuse(*args: object, **kwargs: object) -> Never:
    raise OperationalError("connection to server at 192.0.2.1 failed")


def test_a_balancer_asks_by_http_with_an_ip_address(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["cinemahub.example"]
    answer = Client().get("/health/", headers={"host": "192.0.2.1"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-cache" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in answer["Content-Security-Policy"]
    assert Client().post("/health/").status_code == 405


def test_what_becomes_of_mail_is_nothing_to_a_balancer(client: Client) -> None:
    hold()
    assert client.get("/health/").status_code == 200


@pytest.mark.parametrize("path", ["/health/", "/health/mail/"])
def test_without_its_database_the_site_says_so_in_few_words(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", refuse)
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (503, {"status": "not ok", "database": "away"})
    assert "192.0.2.1" not in answer.text + caplog.text
    assert "Traceback" not in caplog.text


def test_strangers_hear_of_mail_that_it_is_well(client: Client) -> None:
    Worker.objects.create()
    answer = client.get("/health/mail/")
    assert (answer.status_code, answer.content) == (200, b'{"status": "ok"}')


def test_strangers_hear_no_reason(client: Client) -> None:
    assert client.get("/health/mail/").content == b'{"status": "not ok"}'
    Worker.objects.create()
    hold()
    answer = client.get("/health/mail/")
    assert (answer.status_code, answer.content) == (503, b'{"status": "not ok"}')


def test_an_email_that_nobody_takes_is_trouble(client: Client) -> None:
    Worker.objects.create()
    long_ago = timezone.now() - timedelta(hours=1)
    row = OutboxLetter.objects.create(kind="x", address="a@example.com", expires_at=timezone.now(), due_at=long_ago)
    assert client.get("/health/mail/").status_code == 503
    OutboxLetter.objects.filter(pk=row.pk).update(tries=1, state=State.DEFERRED)
    assert client.get("/health/mail/").status_code == 200


def test_staff_hear_everything_in_one_language(staff: Client) -> None:
    hold()
    said = [staff.get("/health/mail/", headers={"accept-language": language}) for language in ("en", "ru")]
    assert said[0].status_code == said[1].status_code == 503
    assert said[0].json()["holds"] == said[1].json()["holds"]
    assert said[0].json()["holds"][0]["remedy"].isascii()
    assert b"\\u" not in said[1].content


def test_the_token_opens_everything_and_no_other_does(settings: Settings, client: Client) -> None:
    def letters(authorization: str) -> bool:
        return "letters" in client.get("/health/mail/", headers={"authorization": authorization}).json()

    assert not letters("Bearer ")
    settings.METRICS_TOKEN = TOKEN
    assert letters(f"Bearer {TOKEN}")
    for wrong in ("", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \u00e9", TOKEN):
        assert not letters(wrong)


def test_who_is_no_staff_hears_what_strangers_hear(client: Client) -> None:
    client.force_login(User.objects.create_user("anna@example.com"))
    assert client.get("/health/mail/").json() == {"status": "not ok"}
