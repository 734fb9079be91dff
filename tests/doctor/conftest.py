import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any, Protocol

import pytest
from django.core.management import call_command
from pytest_django import Settings

from cinemahub.mail.models import Worker
from tests.servers.certificates import Certificates

LOGIN, PASSWORD = "site@yandex.test", "canary-password"
RECIPIENT = "anna@cinemahub.example"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class Visit:
    """What the doctor said, and how the command ended."""

    exit_code: int
    text: str

    @property
    def marks(self) -> dict[str, str]:
        """The mark of each step, in order; of its worst finding if it had several."""
        order = ["ok", "not checked", "warning", "FAILED"]
        marks: dict[str, str] = {}
        for step, mark in re.findall(rf"^(\w+) +({'|'.join(order)}) ", self.text, re.MULTILINE):
            marks[step] = max(marks.get(step, "ok"), mark, key=order.index)
        return marks

    @property
    def verdict(self) -> str:
        """What stands below the steps."""
        return self.text.partition("\n\n")[2].strip()


class Doctor(Protocol):
    def __call__(
        self, *arguments: str, to: str = ..., backend: str = ..., language: str = ..., **options: object
    ) -> Visit:
        """Run mail_doctor on a transport with these OPTIONS."""


@pytest.fixture
def doctor(db: None, settings: Settings) -> Doctor:
    settings.DEBUG = False
    settings.SITE_URL = "https://cinemahub.example"
    settings.DEFAULT_FROM_EMAIL, settings.SERVER_EMAIL = f"Cinemahub <{LOGIN}>", LOGIN
    Worker.objects.create()

    def visit(*arguments: str, to: str = "", backend: str = SMTP, language: str = "en", **options: object) -> Visit:
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        out = StringIO()
        exit_code = 0
        try:
            call_command("mail_doctor", *arguments, *(["--to", to] if to else []), f"--language={language}", stdout=out)
        except SystemExit as end:
            exit_code = int(end.code or 0)
        assert PASSWORD not in out.getvalue()
        return Visit(exit_code, out.getvalue())

    return visit


@pytest.fixture
def resolve_to_loopback(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make names of hosts mean this machine; a name without an address does not exist."""
    real = socket.getaddrinfo

    def use(**hosts: str) -> None:
        names = {name.replace("_", "."): address for name, address in hosts.items()}

        def prefetch(host: Any, *arguments: Any, **others: Any) -> Any:
            if names.get(host) == "":
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return real(names.get(host, host), *arguments, **others)

        monkeypatch.setattr(socket, "getaddrinfo", prefetch)

    return use


@pytest.fixture
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Trust the authority of the tests alone."""
    for name, value in certificates.environment.items():
        monkeypatch.setenv(name, value)
    return certificates
