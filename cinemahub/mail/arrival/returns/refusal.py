import re
from typing import NamedTuple

from cinemahub.mail.services.webhook import Fate

_XTEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # RFC 6533, 3
_ADDRESS = re.compile(r"[^\s<>;,()\"]{1,64}@[^\s<>;,()\"]{1,255}")


class Refusal(NamedTuple):
    recipients: tuple[str, ...]  # one mailbox, as it was called at the end of the way and at its beginning
    fate: Fate
    answer: str


def fate_of(action: str, status: str) -> Fate | None:
    """Say what an action means (RFC 3464, 2.3.3); a failure for a reason that passes says nothing of the address."""
    match action:
        case "delivered":
            return Fate.DELIVERED
        case "delayed":
            return Fate.DEFERRED
        case "relayed" | "expanded":
            return Fate.SENT
        case "failed":
            return Fate.HARD if status.startswith("5") else Fate.SOFT
    return None


def recipient_in(field: str) -> str:
    """Return the address of a field such as `rfc822; anna@example.com`."""
    kind, _semicolon, address = field.partition(";")
    plain = _XTEXT.sub(lambda code: chr(int(code[1], 16)), address or kind)
    found = _ADDRESS.search(plain)
    return found[0].strip("'") if found else ""
