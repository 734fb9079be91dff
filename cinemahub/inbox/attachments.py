"""The files that came with an email."""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

MAX_NAME = 100
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes


def leaves(message: Message) -> Iterator[Message]:
    """Walk over what is no container; a message within the message is one file."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from leaves(part)
    else:
        yield message


def attachment(part: Message, number: int) -> Attachment:
    return Attachment(_name(part, number), _content(part))


def _name(part: Message, number: int) -> str:
    """Return a name without folders and characters that are not seen, which a sender may have put there."""
    given = _FOLDERS.sub("", part.get_filename() or "")
    name = "".join(filter(str.isprintable, given)).strip(". ")[-MAX_NAME:]
    return name or f"{number}{mimetypes.guess_extension(part.get_content_type()) or '.bin'}"


def _content(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"\n".join(bytes(message) for message in payload if isinstance(message, Message))
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""
