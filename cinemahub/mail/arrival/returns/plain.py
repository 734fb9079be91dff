"""Returned mail without a report for machines, as Exim, Mail.ru, qmail and Gmail at times write it."""

import re
from email.message import Message

from cinemahub.mail.arrival.returns.refusal import Refusal, recipient_in
from cinemahub.mail.services.webhook import Fate

MAX_ANSWER = 1000
MAX_ADDRESSES = 10

# What follows is the letter that came back, and no word of the server.
_COPY = re.compile(
    r"^-+ ?(this is a copy of|below this line is a copy|original message|the body of the message|.*original message)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>;,:()\"\[\]]{1,64}@[^\s<>;,:()\"\[\]]{1,255}")
_DELAYED = re.compile(r"not yet been delivered|no action is required|will be retried|has been delayed", re.IGNORECASE)
_PERMANENT = re.compile(r"\b5\d\d[\s-]|\b5\.\d{1,3}\.\d{1,3}\b")
_TEMPORARY = re.compile(r"\b4\d\d[\s-]|\b4\.\d{1,3}\.\d{1,3}\b")


def plain_refusals(headers: Message, text: str) -> list[Refusal]:
    """Read every address that is named as one that may be meant: only the one a letter of ours went to is."""
    said = text[: found.start()] if (found := _COPY.search(text)) else text
    named = [recipient_in(field) for field in str(headers.get("X-Failed-Recipients", "")).split(",")]
    addresses = dict.fromkeys([*named, *(address.rstrip(".") for address in _ADDRESS.findall(said))])
    delayed = bool(_DELAYED.search(said))
    refusals = []
    for address in list(filter(None, addresses))[:MAX_ADDRESSES]:
        about = _about(address, said)
        refusals.append(Refusal((address,), Fate.DEFERRED if delayed else _fate(about), about))
    return refusals


def _about(address: str, said: str) -> str:
    """Return what is said of an address: to the next empty line, or all of it if there is no code in that."""
    about = said[max(said.find(address), 0) :].removeprefix(address).lstrip(">: \t\r\n")
    paragraph = re.split(r"\r?\n\s*\r?\n", about)[0]
    has_code = _PERMANENT.search(paragraph) or _TEMPORARY.search(paragraph)
    return " ".join((paragraph if has_code else about).split())[:MAX_ANSWER]


def _fate(said: str) -> Fate:
    """Go by the first code; where there is none, nothing is known that lasts."""
    permanent, temporary = _PERMANENT.search(said), _TEMPORARY.search(said)
    if permanent and not (temporary and temporary.start() < permanent.start()):
        return Fate.HARD
    return Fate.SOFT
