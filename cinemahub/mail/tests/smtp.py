"""SMTP connections to a server of the tests."""

from typing import Any

from django.core.mail import EmailMessage
from pytest_django import Settings

from cinemahub.mail.tests.samples import ANNA
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.open import open_connection
from tests.servers.clients import LOGIN, USERS
from tests.servers.smtp import SmtpServer

BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def connection_to(server: SmtpServer, settings: Settings, **options: Any) -> Connection:
    """Open a connection that logs in to the server."""
    address = {"host": "localhost", "port": server.port}
    login = {"username": LOGIN, "password": USERS[LOGIN], "timeout": 10}
    settings.MAILERS = {"default": {"BACKEND": BACKEND, "OPTIONS": address | login | options}}
    return open_connection("default")


def message(number: int = 0, to: str = ANNA) -> EmailMessage:
    headers = {"Message-ID": f"<{number}@cinemahub.test>"}
    return EmailMessage("Hello", "Text", f"Cinemahub <{LOGIN}>", [to], headers=headers)


def arrived(server: SmtpServer) -> list[str]:
    return [letter.message_id for letter in server.letters]
