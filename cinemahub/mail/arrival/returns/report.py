"""What a returned email says: as RFC 3464 has it, or in the words of servers that go without."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from cinemahub.mail.arrival.returns.plain import plain_refusals
from cinemahub.mail.arrival.returns.refusal import Refusal, fate_of, recipient_in
from cinemahub.mail.arrival.told import Told
from cinemahub.mail.models.delivery_event import RETURNED

MAX_PARTS = 30
MAX_REFUSALS = 20
MAX_MESSAGE_IDS = 10

SENDERS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mdaemon|microsoftexchange[0-9a-f]+)@", re.IGNORECASE)
NULL_SENDERS = {"<>", "<MAILER-DAEMON>"}  # the latter is how some delivery agents write the former
_MESSAGE_ID = re.compile(r"<([0-9a-f]{32}@[\w.-]{1,200})>", re.ASCII)


@dataclass(frozen=True)
class Report:
    message_ids: list[str]  # that may be those of our letters
    refusals: list[Refusal]
    at: datetime | None
    identity: str  # equal if the same email is read once more

    def told(self) -> Iterator[Told]:
        for message_id in self.message_ids:
            for refusal in self.refusals:
                for recipient in refusal.recipients:
                    yield Told(
                        source=RETURNED,
                        fate=refusal.fate,
                        recipient=recipient,
                        message_id=message_id,
                        at=self.at,
                        answer=refusal.answer,
                        event_id=f"{message_id} {refusal.fate} {self.identity}",
                    )


def may_be_returned(headers: Message) -> bool:
    """Tell by its headers whether a program wrote an email, for nobody to answer: a person's never looks so."""
    null_sender = _header(headers, "Return-Path").strip().upper() in NULL_SENDERS
    automatic = _header(headers, "Auto-Submitted").strip().lower().partition(";")[0].strip() not in {"", "no"}
    is_report = headers.get_content_type() == "multipart/report"
    from_daemon = bool(SENDERS.match(parseaddr(_header(headers, "From"))[1]))
    names_recipients = "X-Failed-Recipients" in headers
    return (null_sender or automatic) and (is_report or from_daemon or names_recipients)


def read_report(content: bytes) -> Report | None:
    """Read a returned email; None if it is none, or none of ours can be what came back."""
    message = message_from_bytes(content, policy=policy.compat32)
    if not may_be_returned(message):
        return None
    parts = list(_parts(message))
    text = "\n".join(_text(part) for part in parts)
    found = dict.fromkeys(_MESSAGE_ID.findall(content.decode("latin-1")) + _MESSAGE_ID.findall(text))
    refusals = list(_refusals(parts)) or plain_refusals(message, text)
    if not (found and refusals):
        return None
    identity = _header(message, "Message-ID") or hashlib.sha256(content).hexdigest()
    message_ids = [f"<{message_id}>" for message_id in list(found)[:MAX_MESSAGE_IDS]]
    return Report(message_ids, refusals[:MAX_REFUSALS], _date(message), identity[:200])


def _refusals(parts: list[Message]) -> Iterator[Refusal]:
    """Read the fields of each recipient (RFC 3464, 2.3; RFC 6533 for addresses in UTF-8)."""
    for part in parts:
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        for fields in part.get_payload() if part.is_multipart() else []:
            if not isinstance(fields, Message):
                continue
            addresses = [recipient_in(_header(fields, name)) for name in ("Final-Recipient", "Original-Recipient")]
            recipients = tuple(dict.fromkeys(address for address in addresses if address))
            status = _header(fields, "Status").strip()[:20]
            said = _header(fields, "Diagnostic-Code").partition(";")[2] or _header(fields, "Diagnostic-Code")
            fate = fate_of(_header(fields, "Action").strip().lower(), status)
            if recipients and fate is not None:
                answer = said.strip() if status in said else f"{said.strip()} {status}".strip()
                yield Refusal(recipients, fate, " ".join(answer.split()))


def _parts(message: Message) -> Iterator[Message]:
    """Walk through a report without entering what it encloses, which is a letter and not the report."""
    waiting, seen = [message], 0
    while waiting and seen < MAX_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [inner for inner in payload if isinstance(inner, Message)]


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True) if part.get_content_maintype() == "text" else None
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), errors="replace")
    except (LookupError, ValueError):  # of a character set that Python does not know
        return payload.decode("latin-1")


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError):
        return None
