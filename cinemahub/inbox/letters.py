"""A kept letter, readable whatever its encoding and however broken."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from functools import cached_property

from cinemahub.inbox.attachments import Attachment, attachment, leaves

# Headers are decoded but not taken apart: that fails on a letter that breaks the rules.
_POLICY = EmailPolicy(header_factory=HeaderRegistry(use_default_map=False))


@dataclass(frozen=True)
class Letter:
    key: str
    arrived_at: datetime
    source: bytes
    is_unread: bool = False

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
        return _text_of(self._part("text/plain"))

    @cached_property
    def html(self) -> str | None:
        return _text_of(self._part("text/html"))

    @cached_property
    def attachments(self) -> list[Attachment]:
        """All that neither the text nor the HTML is."""
        shown = (self._part("text/plain"), self._part("text/html"))
        others = (part for part in leaves(self._message) if part not in shown)
        return [attachment(part, number) for number, part in enumerate(others, start=1)]

    def mentions(self, words: str) -> bool:
        """Tell whether each of the words is somewhere in what a reader sees."""
        seen = "\n".join((self.subject, self.sender, self.recipients, self.text or self.html or "")).casefold()
        return all(word in seen for word in words.casefold().split())

    @property
    def source_text(self) -> str:
        return self.source.decode(errors="replace")

    @cached_property
    def _message(self) -> EmailMessage:
        return message_from_bytes(self.source, policy=_POLICY)

    def _header(self, name: str) -> str:
        return str(self._message.get(name, ""))

    def _part(self, content_type: str) -> Message | None:
        for part in leaves(self._message):
            if part.get_content_type() == content_type and part.get_content_disposition() != "attachment":
                return part
        return None


def _text_of(part: Message | None) -> str | None:
    body = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(body, bytes):
        return None
    try:
        return body.decode(part.get_content_charset("utf-8"), errors="replace")
    except (LookupError, ValueError):  # no such charset
        return body.decode(errors="replace")
