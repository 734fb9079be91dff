import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend as Locmem
from django.core.mail.backends.smtp import EmailBackend
from pytest_django import Settings

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.transport.api import BackendConnection
from cinemahub.mail.transport.open import open_connection
from cinemahub.mail.transport.smtp import SmtpConnection

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Particular(EmailBackend):
    """Has its own idea of sending."""


@pytest.mark.parametrize(
    ("backend", "kind"),
    [
        (SMTP, SmtpConnection),
        (f"{__name__}.Particular", BackendConnection),
        ("django.core.mail.backends.dummy.EmailBackend", BackendConnection),
    ],
)
def test_only_djangos_own_smtp_backend_is_spoken_for(settings: Settings, backend: str, kind: type) -> None:
    options = {} if "dummy" in backend else {"host": "127.0.0.1"}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    assert type(open_connection("default")) is kind


def test_each_line_has_a_connection_of_its_own(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1"}}}
    one, other = open_connection("default"), open_connection("default")
    assert isinstance(one, SmtpConnection)
    assert isinstance(other, SmtpConnection)
    assert one.backend is not other.backend


@pytest.mark.parametrize(
    "mailers",
    [
        {},
        {"default": {"BACKEND": "nowhere.EmailBackend"}},
        {"default": {"BACKEND": SMTP, "OPTIONS": {}}},
        {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "hots": "x"}}},
        {"default": {"BACKEND": "anymail.backends.mailgun.EmailBackend", "OPTIONS": {}}},
    ],
)
def test_what_is_wrong_with_the_settings_is_said_when_the_line_is_used(settings: Settings, mailers: object) -> None:
    settings.MAILERS = mailers
    connection = open_connection("default")
    with pytest.raises(ImproperlyConfigured) as error:
        connection.send(EmailMessage())
    assert diagnose(error.value, step=connection.step).code == "mailer_misconfigured"
    connection.abort()
    connection.close()


def test_a_backend_that_raised_is_closed_for_a_fresh_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    monkeypatch.setattr(Locmem, "send_messages", lambda *_: 1 / 0)
    monkeypatch.setattr(Locmem, "close", lambda self: closed.append(self))
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    connection = open_connection("default")
    with pytest.raises(ZeroDivisionError):
        connection.send(EmailMessage())
    assert len(closed) == 1
