"""A kept letter, readable whatever its encoding and however broken."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import cached_property

# Headers are decoded but not taken apart: that fails on a letter that breaks the rules.
_POLICY = EmailPolicy(header_factory=HeaderRegistry(use_default_map=False))


@dataclass(frozen=True)
class Letter:
    key: str
    arrived_at: datetime
    source: bytes

    @property
    def subject(self) -> str:
        return self._header("Subject")

    @property
    def sender(self) -> str:
        return self._header("From")

    @property
    def recipients(self) -> str:
        """To whom it really went: the envelope's addresses, not the header's."""
        return self._header("X-Envelope-To")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self._message.items()]

    @cached_property
    def text(self) -> str | None:
        return self._content("text/plain")

    @cached_property
    def html(self) -> str | None:
        return self._content("text/html")

    @property
    def source_text(self) -> str:
        return self.source.decode(errors="replace")

    @cached_property
    def _message(self) -> EmailMessage:
        return message_from_bytes(self.source, policy=_POLICY)

    def _header(self, name: str) -> str:
        return str(self._message.get(name, ""))

    def _content(self, content_type: str) -> str | None:
        for part in self._message.walk():
            if part.get_content_type() == content_type and part.get_content_disposition() != "attachment":
                body = part.get_payload(decode=True)
                return _decoded(body, part.get_content_charset("utf-8")) if isinstance(body, bytes) else None
        return None


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, errors="replace")
    except (LookupError, ValueError):  # no such charset
        return body.decode(errors="replace")
