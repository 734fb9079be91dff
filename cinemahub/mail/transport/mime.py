"""A letter as the bytes that go over the wire."""

import email.policy
import uuid
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.utils import format_datetime
from functools import lru_cache
from typing import override

from django.core.mail import EmailMessage

MAX_REMEMBERED = 64
MAX_LINE = 76  # of a line with an encoded word (RFC 2047, 2); others may have two more
MAX_BODY_LINE = 998  # RFC 5322, 2.1.1


class _RememberingRegistry(HeaderRegistry):
    """Letters share most headers (From, MIME-Version, Content-Type), and parsing one costs as much as a query."""

    def __init__(self) -> None:
        super().__init__()
        self._class_for = lru_cache(MAX_REMEMBERED)(super().__getitem__)
        self._header = lru_cache(MAX_REMEMBERED)(super().__call__)

    @override
    def __getitem__(self, name: str) -> type[BaseHeader]:
        return self._class_for(name)

    @override
    def __call__(self, name: str, value: str | datetime | list[Address]) -> BaseHeader:
        if isinstance(value, datetime):
            value = format_datetime(value)  # which letters of one second share
        # Django makes a list of an address in a domain that is not ASCII.
        return self._header(name, value) if isinstance(value, str) else super().__call__(name, value)


class _RememberingPolicy(email.policy.EmailPolicy):
    """Writing a header out costs as much as parsing it."""

    @override
    def fold_binary(self, name: str, value: str) -> bytes:
        return _folded(name, value)


@lru_cache(MAX_REMEMBERED)
def _folded(name: str, value: str) -> bytes:
    """Fold a header, but never between its name and its value: filters take that for spam, and relays undo it."""
    if name.lower().startswith("list-") and value.isascii():  # Python would encode a long link, and nobody decodes it
        return f"{name}: {value}\r\n".encode()
    folded = _SMTP.fold_binary(name, value)
    if '"' in value and b'"' not in folded and value.isascii():  # Python breaks a long name, and its quotes are gone
        return f"{name}: {value}\r\n".encode()
    if not folded.startswith(_empty_line(name)):
        return folded
    if not value.isascii():
        narrow = _SMTP.clone(max_line_length=MAX_LINE - len(f"{name}:"))
        folded = narrow.fold_binary(name, value)
    return folded.replace(_empty_line(name), f"{name}: ".encode(), 1)


def _empty_line(name: str) -> bytes:
    return f"{name}:\r\n ".encode()


_SMTP = email.policy.SMTP.clone(max_line_length=MAX_LINE)
# A text in ASCII goes as it is, any other encoded, so that it does not matter whether the server has 8BITMIME.
_POLICY = _RememberingPolicy(
    linesep=_SMTP.linesep, max_line_length=MAX_BODY_LINE, cte_type="7bit", header_factory=_RememberingRegistry()
)


def as_bytes(message: EmailMessage) -> bytes:
    mime = message.message(policy=_POLICY)
    if mime.is_multipart():
        mime.set_boundary(f"={uuid.uuid4().hex}=")  # else a pattern is compiled to find one that is in no part
    return mime.as_bytes()
