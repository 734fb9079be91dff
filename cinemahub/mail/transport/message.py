"""An email of the outbox, before it is made fit for the transport that carries it."""

from collections.abc import Mapping

from django.core.mail import EmailMessage, EmailMultiAlternatives

from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.services.service import Provider

# No absence note shall come back: RFC 3834, and what Exchange goes by (MS-OXCMAIL 2.2.3.2.14), without NDR, as email
# that cannot be delivered must come back.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply"}
KEY = "outbox"  # the name of the outbox's key in a provider's metadata


class OutboxMessage(EmailMultiAlternatives):
    language: str = ""  # in which it is written
    key: str = ""  # random; a provider's events and returned mail are recognised by it
    size: int = 0  # in bytes, where it is so much that not many may be held ready
    provider_id: str = ""  # the provider's own, once it has accepted the email
    metadata: Mapping[str, str]  # Anymail's, as are tags
    tags: list[str]


def fit_for_provider(message: EmailMessage, backend: str) -> None:
    """Leave out headers that the provider of a backend refuses, and let the outbox's key travel as it can."""
    provider = provider_of(backend)
    if provider is None:
        return
    message.extra_headers = provider.headers.accepted(message.extra_headers)
    if isinstance(message, OutboxMessage) and message.key:
        if provider.key_travels_by == "metadata":
            message.metadata = {**getattr(message, "metadata", {}), KEY: message.key}
        else:
            message.tags = [message.key]


def provider_id_of(message: EmailMessage) -> str:
    return message.provider_id if isinstance(message, OutboxMessage) else ""


def provider_of(backend: str) -> Provider | None:
    """Return the provider whose backend this is, by the path of its module."""
    package, _, name = backend.removesuffix(".EmailBackend").rpartition(".")
    return PROVIDERS.get(name) if package == "anymail.backends" else None
