import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from cinemahub.mail.models import Delivery
from cinemahub.mail.services.webhook import Fate

DELIVERIES = {
    Fate.SENT: Delivery.SENT,
    Fate.DEFERRED: Delivery.DEFERRED,
    Fate.DELIVERED: Delivery.DELIVERED,
    Fate.SOFT: Delivery.BOUNCED,
    Fate.HARD: Delivery.BOUNCED,
    Fate.REJECTED: Delivery.BOUNCED,
    Fate.COMPLAINED: Delivery.COMPLAINED,
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells of one letter. Nothing in it is trusted: it may be about a letter that is not ours."""

    source: str  # a provider, or the mailbox
    fate: Fate
    recipient: str
    keys: Collection[uuid.UUID] = ()  # that may be the letter's
    provider_id: str = ""
    message_id: str = ""  # ours
    at: datetime | None = None
    answer: str = field(default="", repr=False)  # what the recipient's server said
    event_id: str = ""  # equal if the same is told again

    @property
    def delivery(self) -> Delivery | None:
        return DELIVERIES.get(self.fate)

    @property
    def fingerprint(self) -> uuid.UUID:
        """Tell equal from different: by the event's ID, or by all that two events of one letter can differ in."""
        parts = [self.event_id] if self.event_id else self._all_there_is()
        digest = hashlib.sha256("\0".join([self.source, *parts]).encode(errors="replace"))
        return uuid.UUID(bytes=digest.digest()[:16])

    def _all_there_is(self) -> list[str]:
        ids = [*sorted(key.hex for key in self.keys), self.provider_id, self.message_id]
        return ["", *ids, self.recipient.lower(), self.fate, self.at.isoformat() if self.at else ""]
