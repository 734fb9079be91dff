import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail.handler import DEFAULT_MAILER_BACKEND as SMTP
from django.utils.crypto import salted_hmac

from cinemahub.mail.privacy.masking import mask_address
from cinemahub.mail.rules.connection import is_loopback
from cinemahub.mail.services.addresses import mailbox_at
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.services.service import MailboxService, Service
from cinemahub.mail.transport.aliases import entries, oauth_of
from cinemahub.mail.transport.credentials import Credentials, credentials_of


@dataclass(frozen=True)
class ConfiguredTransport:
    """An entry of MAILERS as it is written, before Django makes a backend of it."""

    alias: str
    backend: str
    options: dict[str, Any] = field(repr=False)  # holds the password

    @property
    def is_smtp(self) -> bool:
        return self.backend == SMTP

    @property
    def is_provider(self) -> bool:
        return self.backend.startswith("anymail.") and not self.sends_nothing

    @property
    def sends_nothing(self) -> bool:
        """Tell whether its letters stay on this machine by design."""
        parts = self.backend.split(".")
        return not {"console", "dummy", "filebased", "locmem", "test"}.isdisjoint(parts) or self.is_local_inbox

    @property
    def is_local_inbox(self) -> bool:
        return self.is_smtp and is_loopback(self.host) and not self.username

    @property
    def host(self) -> str:
        return str(self.options.get("host") or "")

    @property
    def username(self) -> str:
        return str(self.options.get("username") or "")

    @property
    def password(self) -> str:
        return str(self.options.get("password") or "")

    @property
    def signs_in_by_token(self) -> bool:
        return bool(oauth_of(self.alias))

    @property
    def credentials(self) -> Credentials | None:
        return credentials_of(self.alias, self.username, self.password)

    @property
    def mailbox(self) -> MailboxService | None:
        return mailbox_at(self.host) if self.is_smtp else None

    @property
    def service(self) -> Service | None:
        """The mailbox service or provider; None for any other server."""
        provider = self.backend.removeprefix("anymail.backends.").partition(".")[0]
        return self.mailbox or PROVIDERS.get(provider)

    @property
    def destination(self) -> str:
        """Name the server and the login, or the provider, for a log."""
        if not self.is_smtp:
            return str(self.service.name) if self.service else self.backend
        server = f"{self.host}:{self.options.get('port', '')}"
        return f"{server} as {mask_address(self.username)}" if self.username else f"{server} without a login"

    def __str__(self) -> str:
        return f"MAILERS[{self.alias!r}]"


def fingerprint() -> str:
    """Tell one configuration of sending from another, without telling what it is."""
    described = [settings.MAILERS, settings.DEFAULT_FROM_EMAIL, settings.SITE_URL, *ssl.get_default_verify_paths()]
    return salted_hmac("cinemahub.mail.configuration", repr(described), algorithm="sha256").hexdigest()


def configured_transports() -> Iterator[ConfiguredTransport]:
    for alias, entry in entries().items():
        yield ConfiguredTransport(alias, entry.get("BACKEND", SMTP), entry.get("OPTIONS", {}))
