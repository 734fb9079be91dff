"""An email of Django's as a text that can be kept, and the email that is made of it for one of its recipients."""

import email
import json
from base64 import b64decode, b64encode
from datetime import datetime
from email.message import Message
from email.policy import default
from email.utils import format_datetime
from typing import Any

from anymail.utils import UNSET
from django.core.mail import EmailAttachment, EmailMessage, EmailMultiAlternatives
from django.utils.encoding import force_str

from cinemahub.mail.transport.copy import RecipientCopy

TEXTS = ("subject", "body", "from_email", "content_subtype")
ADDRESSES = ("to", "cc", "reply_to")  # and not bcc: nobody else is to see it
# https://anymail.dev/en/stable/sending/anymail_additions/
ANYMAIL = (
    "esp_extra", "envelope_sender", "merge_data", "merge_global_data", "merge_headers", "merge_metadata", "metadata",
    "send_at", "tags", "template_id", "track_clicks", "track_opens",
)  # fmt: skip
HOW_DJANGO_MAKES_IT = {EmailMessage.message, EmailMultiAlternatives.message}


def pack(message: EmailMessage, message_id: str) -> str:
    """TypeError if it holds something that cannot be kept."""
    headers = {name: _header(value) for name, value in message.extra_headers.items() if name.lower() != "message-id"}
    added = {name: value for name in ANYMAIL if (value := getattr(message, name, UNSET)) not in (None, UNSET)}
    if isinstance(added.get("send_at"), datetime):
        added["send_at"] = added["send_at"].timestamp()
    packed = {
        **{name: force_str(getattr(message, name)) for name in TEXTS},
        **{name: [str(each) for each in getattr(message, name) if each] for name in ADDRESSES},
        "encoding": str(message.encoding) if message.encoding else None,
        "headers": headers | {"Message-ID": message_id},
        "alternatives": [[_content(each[0]), each[1]] for each in getattr(message, "alternatives", [])],
        "attachments": [_attachment(each) for each in message.attachments],
        "anymail": added,
        "mime": None if type(message).message in HOW_DJANGO_MAKES_IT else _content(message.message().as_bytes()),
    }
    return json.dumps(packed)


def unpack(text: str, recipient: str) -> RecipientCopy:
    packed: dict[str, Any] = json.loads(text)
    copy = RecipientCopy(
        packed["subject"],
        packed["body"],
        packed["from_email"],
        packed["to"],
        cc=packed["cc"],
        reply_to=packed["reply_to"],
        headers=packed["headers"],
        alternatives=[(_read(content), mimetype) for content, mimetype in packed["alternatives"]],
    )
    copy.recipient, copy.size = recipient, len(text)
    copy.content_subtype, copy.encoding = packed["content_subtype"], packed["encoding"]
    copy.attachments.extend(map(_read_attachment, packed["attachments"]))
    if packed["mime"] is not None:
        copy.mime = _read(packed["mime"])
    for name, value in packed["anymail"].items():
        setattr(copy, name, value)
    return copy


def _header(value: object) -> str:
    return format_datetime(value) if isinstance(value, datetime) else str(value)


def _attachment(attachment: Any) -> dict[str, Any]:
    if isinstance(attachment, Message):  # made by hand, such as an image that the HTML shows
        return {"part": _content(attachment.as_bytes())}
    filename, content, mimetype = attachment
    if isinstance(content, EmailMessage):
        content = content.message()
    if isinstance(content, Message):
        content = content.as_bytes()
    return {"filename": filename, "content": _content(content), "mimetype": mimetype}


def _read_attachment(packed: dict[str, Any]) -> Any:
    if "part" in packed:
        return email.message_from_bytes(_read(packed["part"]), policy=default)
    return EmailAttachment(packed["filename"], _read(packed["content"]), packed["mimetype"])


def _content(content: Any) -> str | list[str]:
    """Write bytes in another way than text."""
    if isinstance(content, (bytes, bytearray, memoryview)):
        return [b64encode(content).decode()]
    return force_str(content)


def _read(packed: str | list[str]) -> Any:
    return packed if isinstance(packed, str) else b64decode(packed[0])
