"""What ADMINS hear of an error: enough to find it, and nothing that opens an account."""

import logging
import threading
from datetime import timedelta

import pytest
from django.conf import settings as current
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from cinemahub import error_mail
from cinemahub.error_mail import SEND, ErrorMailHandler
from cinemahub.log import UTCFormatter
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.compose import compose
from cinemahub.mail.transport.message import AUTOMATIC
from tests.site.signs import sign
from users.models import User
from users.tests.mailbox import fetch_one, path_in

EMAIL, PASSWORD, NEW_PASSWORD = "mike@cinemahub.example", "popcorn before midnight", "front row, left side"
SEND_MAIL = ErrorMailHandler.send_mail
SET_PASSWORD = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def admins(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ADMINS = ["admin@cinemahub.example"]
    monkeypatch.setattr(ErrorMailHandler, "mailed_at", float("-inf"))


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def user() -> User:
    return User.objects.create_user(EMAIL, PASSWORD)


@pytest.fixture
def link(user: User, mailoutbox: list[EmailMessage]) -> str:
    Client().post("/users/password-reset/", {"email": EMAIL})
    link = path_in(fetch_one(EMAIL), "/users/password-reset/")
    mailoutbox.clear()
    return link


@pytest.fixture(autouse=True)
def told(admins: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the thread that sends, so that a test sees what it has sent."""

    def send_and_wait(handler: ErrorMailHandler, subject: str, message: str, **more: object) -> None:
        SEND_MAIL(handler, subject, message, **more)
        assert ErrorMailHandler.thread is not None
        ErrorMailHandler.thread.join()

    monkeypatch.setattr(ErrorMailHandler, "send_mail", send_and_wait)


def refuse(*args: object, **kwargs: object) -> None:
    raise RuntimeError("the disk is full\nand this is no line of ours")


def assert_told_without(secrets: list[str], letters: list[EmailMessage], log: pytest.LogCaptureFixture) -> None:
    (letter,) = letters
    lines = [UTCFormatter().format(record) for record in log.records]
    assert letter.to == ["admin@cinemahub.example"]
    assert "the disk is full" in letter.body
    assert any("the disk is full" in line for line in lines)
    for secret in secrets:
        for said in (letter.subject, str(letter.body), *lines):
            assert secret not in said


def test_a_new_password_after_a_link_is_not_told(
    visitor: Client, link: str, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    form = visitor.get(link)["Location"]
    monkeypatch.setattr(User, "set_password", refuse)
    assert visitor.post(form, SET_PASSWORD).status_code == 500
    token = link.split("/")[-2]
    assert_told_without([NEW_PASSWORD, token, token.split("-")[1]], mailoutbox, caplog)


def test_the_link_itself_is_not_told(
    visitor: Client, link: str, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr("users.views.password_reset.remember_token", refuse)
    assert visitor.get(link).status_code == 500
    assert_told_without([link.split("/")[-2]], mailoutbox, caplog)


def test_a_link_with_a_typo_behind_it_is_not_logged(
    visitor: Client, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert visitor.get(f"/nowhere{link}").status_code == 404
    lines = [UTCFormatter().format(record) for record in caplog.records]
    assert any("Not Found: /nowhere/users/password-reset/" in line for line in lines)
    assert not [line for line in lines if link.split("/")[-2] in line]


@pytest.mark.parametrize("path", ["/users/login/", "/users/signup/", "/users/password-change/", "/users/account/"])
def test_what_a_form_held_is_not_told(
    path: str, visitor: Client, user: User, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    visitor.force_login(user)
    session = visitor.cookies[current.SESSION_COOKIE_NAME].value
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", refuse)
    monkeypatch.setattr("django.core.handlers.base.BaseHandler.check_response", refuse)
    fields = {"username": EMAIL, "email": EMAIL, "password": PASSWORD, "old_password": PASSWORD, **SET_PASSWORD}
    assert visitor.post(path, fields | {"password1": PASSWORD, "name": PASSWORD}).status_code == 500
    assert_told_without([PASSWORD, NEW_PASSWORD, session], mailoutbox, caplog)


def test_settings_are_told_without_their_secrets(
    visitor: Client, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("cinemahub.views.render", refuse)
    options = {"password": "canary-1", "api_key": "canary-2", "server_token": "canary-3", "secret_key": "canary-4"}
    settings.CANARY = {"default": {"OPTIONS": options | {"client_params": {"aws_secret_access_key": "canary-5"}}}}
    settings.SECRET_KEY = "canary-6 " * 9
    assert visitor.get("/").status_code == 500
    assert "CANARY" in mailoutbox[0].body
    assert "canary" not in mailoutbox[0].body


def test_the_visitor_sees_our_page_even_if_the_report_cannot_be_sent(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("cinemahub.views.render", refuse)
    monkeypatch.setattr(SEND, refuse)
    answer = visitor.get("/", headers={"accept-language": "en"})
    assert answer.status_code == 500
    assert sign("500.html") in answer.content.decode()
    assert "error report was not sent through default: RuntimeError" in caplog.text


def test_an_error_outside_of_any_request_is_told(mailoutbox: list[EmailMessage]) -> None:
    try:
        refuse()
    except RuntimeError:
        logging.getLogger("django.request").exception("A command failed")
    (letter,) = mailoutbox
    assert "the disk is full" in str(letter.body)
    assert letter.extra_headers == AUTOMATIC


def test_a_visitor_does_not_wait_for_the_report(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The email is not sent before the visitor has the answer: until then nobody lets it."""
    answered = threading.Event()
    monkeypatch.setattr("cinemahub.views.render", refuse)
    monkeypatch.setattr(ErrorMailHandler, "send_mail", SEND_MAIL)
    monkeypatch.setattr(SEND, lambda *_: answered.wait(60))
    assert visitor.get("/").status_code == 500
    assert ErrorMailHandler.thread is not None
    assert ErrorMailHandler.thread.is_alive()
    answered.set()
    ErrorMailHandler.thread.join()


def test_a_flood_of_errors_is_one_letter_a_minute(
    visitor: Client, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cinemahub.views.render", refuse)
    for _ in range(5):
        assert visitor.get("/").status_code == 500
    assert len(mailoutbox) == 1


def test_what_strangers_do_wrong_is_logged_and_not_mailed(
    visitor: Client, mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    visitor.get("/", headers={"host": "evil.example"})
    visitor.post("/users/login/", {f"field{number}": "" for number in range(1001)})
    visitor.post("/users/login/", {"password": "x" * 3_000_000})
    assert [record.name for record in caplog.records if record.levelno >= logging.ERROR] == [
        "django.security.TooManyFieldsSent", "django.security.RequestDataTooBig",
    ]  # fmt: skip
    assert not mailoutbox


def test_a_health_page_that_says_no_is_not_mailed(visitor: Client, mailoutbox: list[EmailMessage]) -> None:
    assert visitor.get("/health/mail/").status_code == 503
    assert not mailoutbox


def test_a_log_line_cannot_be_forged(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    visitor.get("/nowhere/%0A2026-01-01T00:00:00Z%20INFO%20x:%1b[2J/")
    try:
        refuse()
    except RuntimeError:
        logging.getLogger("django").exception("broken")
    lines = "\n".join(UTCFormatter().format(record) for record in caplog.records).splitlines()
    assert [line for line in lines if line.startswith("and this is")] == []
    assert not [line for line in lines if line.startswith("2026-01-01") or "\x1b" in line]


@pytest.fixture
def report(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> EmailMessage:
    """A report, where no thread sends it and the outbox is the real one."""
    locmem = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    settings.MAILERS = {"default": locmem, "outbox": {"BACKEND": "cinemahub.mail.backend.OutboxBackend"}}
    monkeypatch.setattr("cinemahub.error_mail.connection.close", lambda: None)
    return EmailMessage("Down", "Traceback", settings.SERVER_EMAIL, settings.ADMINS, headers=AUTOMATIC)


def test_a_report_waits_in_the_outbox(report: EmailMessage, mailoutbox: list[EmailMessage]) -> None:
    error_mail.send(report)
    (row,) = OutboxLetter.objects.claim(1, lease_for=timedelta(minutes=1))
    assert (row.kind, row.address, mailoutbox) == ("other_email", "admin@cinemahub.example", [])
    assert compose(row).message()["Auto-Submitted"] == AUTOMATIC["Auto-Submitted"]


def test_a_report_of_a_database_that_is_away_goes_at_once(
    report: EmailMessage, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **options: object) -> None:
        raise OperationalError

    monkeypatch.setattr("cinemahub.mail.backend.enqueue_packed", away)
    error_mail.send(report)
    assert [email.subject for email in mailoutbox] == ["Down"]
    assert not OutboxLetter.objects.exists()
