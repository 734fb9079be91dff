"""The application that a transport signs in with, as MAIL_OAUTH in the settings describes it."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Self

from django.conf import settings

from cinemahub.mail.services.oauth import OAuth
from cinemahub.mail.services.registry import OAUTHS
from cinemahub.mail.transport.aliases import oauth_of


@dataclass(frozen=True)
class Application:
    transport: str  # an alias of MAILERS
    username: str  # of the mailbox
    service: OAuth  # with the tenant in its addresses
    client_id: str
    client_secret: str = field(repr=False, default="")

    @classmethod
    def of(cls, transport: str) -> Self | None:
        """Return the application of an alias of MAILERS; None if it signs in with a password, or not at all."""
        declared = dict(oauth_of(transport))
        if not declared:
            return None
        service = OAUTHS[declared.pop("service")]
        client_id, client_secret = declared.pop("client_id"), declared.pop("client_secret", "")
        tenant = declared.pop("tenant", "") or service.tenant
        service = replace(service, **declared)  # addresses of a server of one's own
        addresses = {name: getattr(service, name) for name in ("endpoint", "authorize_url", "device_url")}
        service = replace(service, **{name: url.replace("{tenant}", tenant) for name, url in addresses.items()})
        username = str(settings.MAILERS[transport].get("OPTIONS", {}).get("username") or "")
        return cls(transport, username, service, client_id, client_secret)

    @property
    def needs_no_person(self) -> bool:
        """Tell whether the application itself may send (RFC 6749, 4.4)."""
        return bool(self.service.application_scope and self.client_secret)

    @property
    def fingerprint(self) -> str:
        """Tell one mailbox and application from another without naming them."""
        what = "\n".join([self.service.key, self.service.endpoint, self.client_id, self.username.lower()])
        return sha256(what.encode()).hexdigest()
