"""From Anymail's words, and from the provider's own where those say more, to what is told."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType
from django.utils import timezone

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.hook import Hook
from cinemahub.mail.services.webhook import Fate

FATES = {
    EventType.QUEUED: Fate.SENT,
    EventType.SENT: Fate.SENT,
    EventType.DEFERRED: Fate.DEFERRED,
    EventType.DELIVERED: Fate.DELIVERED,
    EventType.BOUNCED: Fate.SOFT,  # until the provider's own word says that it is hard
    EventType.REJECTED: Fate.REJECTED,
    EventType.FAILED: Fate.REJECTED,
    EventType.COMPLAINED: Fate.COMPLAINED,
    EventType.UNSUBSCRIBED: Fate.UNSUBSCRIBED,
}
MAX_TEXT = 5000

_KEY = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_MESSAGE_ID = re.compile(r"<?([0-9a-f]{32}@[^\s<>]{1,200})>?")
_UNFIT = re.compile("[\0\ud800-\udfff]")  # PostgreSQL stores neither NUL nor half a character


def told_by(hook: Hook, event: AnymailTrackingEvent) -> Told | None:
    """Return what an event tells; None if it is of no interest, or about nobody."""
    fate = hook.webhook.fate(event.esp_event) or FATES.get(event.event_type, Fate.NOTHING)
    recipient, provider_id = text(event.recipient), text(event.message_id)
    if fate is Fate.NOTHING or not recipient:
        return None
    return Told(
        source=hook.provider,
        fate=fate,
        recipient=recipient,
        keys=keys_in(event.metadata, event.tags),
        provider_id=provider_id[:255],
        message_id=our_message_id(provider_id),
        at=moment(event.timestamp),
        answer=text(event.mta_response) or text(event.description),
        event_id=text(event.event_id),
    )


def text(value: Any) -> str:
    """Return a text or a number as a text that any database takes; "" for everything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return _UNFIT.sub("", str(value))[:MAX_TEXT].strip()


def moment(value: Any) -> datetime | None:
    """Return an aware time; those without a zone are in UTC at every provider that sends such."""
    if not isinstance(value, datetime):
        return None
    return value if timezone.is_aware(value) else value.replace(tzinfo=UTC)


def keys_in(metadata: Any, tags: Any) -> list[uuid.UUID]:
    """Find what may be the key that travelled with a letter."""
    values = [*(metadata.values() if isinstance(metadata, dict) else ()), *(tags if isinstance(tags, list) else ())]
    return [uuid.UUID(value) for value in _texts(values) if _KEY.fullmatch(value)]


def our_message_id(value: str) -> str:
    """Write a Message-ID of ours as the outbox has it; "" if it is none."""
    found = _MESSAGE_ID.fullmatch(value)
    return f"<{found[1]}>" if found else ""


def _texts(values: list[Any]) -> Iterator[str]:
    return (value.strip().lower() for value in values if isinstance(value, str))
