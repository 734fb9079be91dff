"""What the doctor knows so far of one transport."""

import smtplib
from dataclasses import dataclass, field
from functools import cached_property

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.services.registry import ANY_PROVIDER, PROVIDERS, recognise, relay_of
from cinemahub.mail.transport.configured import ConfiguredTransport
from cinemahub.mail.transport.provider_api import BackendApi

MAX_WAIT_SECONDS = 30
USUAL_WAIT_SECONDS = 10


@dataclass
class Case:
    transport: ConfiguredTransport
    to: str = ""
    roundtrip: bool = False
    step: Step | None = None
    host: str = ""
    port: int = 0
    addresses: list[str] = field(default_factory=list)  # all of the host, then only those that answer
    smtp: smtplib.SMTP | None = None
    message_id: str = ""  # of the letter that was sent
    plain_http: bool = False  # the API's address begins with http
    logged_in: bool = False
    proxied: bool = False  # a proxy stands before the API, so only it can be reached

    def __post_init__(self) -> None:
        if self.transport.is_smtp:
            self.host = self.transport.host
            self.port = int(self.transport.options.get("port") or self._usual_port())

    @property
    def timeout(self) -> float:
        seconds = self.transport.options.get("timeout")
        return min(seconds, MAX_WAIT_SECONDS) if isinstance(seconds, int | float) else USUAL_WAIT_SECONDS

    @property
    def tls_at_once(self) -> bool:
        if self.transport.is_provider:
            return not self.plain_http
        return bool(self.transport.options.get("use_ssl"))

    @property
    def endpoint(self) -> str:
        """Write host and port as a URL does: an IPv6 address in brackets (RFC 3986, 3.2.2)."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def starttls(self) -> bool:
        return bool(self.transport.options.get("use_tls"))

    @property
    def conversation(self) -> smtplib.SMTP:
        if self.smtp is None:
            raise smtplib.SMTPServerDisconnected("no connection")
        return self.smtp

    @property
    def service(self) -> str:
        """The key of the service that carries the letters; "" if it is not one that is known."""
        if not self.transport.is_provider:
            return recognise(self.host) or relay_of(self.host)
        name = self.transport.backend.split(".")[-2]
        return name if name in PROVIDERS else ""

    @property
    def provider_name(self) -> str:
        return str(getattr(self.backend, "esp_name", "") or self.transport.backend)

    @property
    def who_answers(self) -> str:
        """Name whom a diagnosis is about."""
        return (self.service or ANY_PROVIDER) if self.transport.is_provider else self.host

    @property
    def api_url(self) -> str:
        return str(getattr(self.backend, "api_url", "") or BackendApi(self.backend).boto().meta.endpoint_url)

    @cached_property
    def backend(self) -> BaseEmailBackend:
        return mailers[self.transport.alias]

    def close(self) -> None:
        if self.smtp is not None:
            self.smtp.close()
            self.smtp = None

    def _usual_port(self) -> int:
        if self.tls_at_once:
            return 465
        return 587 if self.starttls else 25
