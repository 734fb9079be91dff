"""From what is told to the letter it is about: found, written down once, and what follows from it."""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cinemahub.mail.arrival.blame import code_of, is_final
from cinemahub.mail.arrival.told import DELIVERIES, Told
from cinemahub.mail.models import DeliveryEvent, OutboxLetter, Suppression
from cinemahub.mail.models.delivery_event import MAX_EVENTS_A_LETTER
from cinemahub.mail.privacy.hashing import address_hashes
from cinemahub.mail.privacy.masking import mask_address, printable
from cinemahub.mail.services.webhook import Fate

CLOCKS_DIFFER = timedelta(days=1)  # and some write local time where they mean UTC
PASSED_ON = set(DELIVERIES) - {Fate.REJECTED}  # who tells this has accepted the letter, whatever we know of that

log = logging.getLogger(__name__)


def record(told: Told) -> OutboxLetter | None:
    """Write down what is told, once; return the letter it is about, if it is one of ours to this recipient."""
    row = _find(told)
    if row is None or not _may_be_of_then(row, told):
        log.info("%s tells of an email that is not, or no longer, in the outbox: %s", told.source, told.fate)
        return None
    try:
        with transaction.atomic():
            _write_down(row, told)
    except IntegrityError:
        log.info("Email %s was deleted while %s told of it", row.pk, told.source)
        return None
    return row


def _find(told: Told) -> OutboxLetter | None:
    """Go by what only the provider or the recipient can know; the recipient must fit, or it is somebody's invention."""
    letters = OutboxLetter.objects.filter(address_hash__in=address_hashes(told.recipient))
    if told.keys and (row := letters.filter(key__in=told.keys).first()):
        return row
    if told.message_id and (row := letters.filter(message_id=told.message_id).first()):
        return row
    return letters.filter(provider_id=told.provider_id).first() if told.provider_id else None


def _may_be_of_then(row: OutboxLetter, told: Told) -> bool:
    """Leave what is said to have happened before the letter was, or in times to come: somebody plays with it."""
    return told.at is None or row.created_at - CLOCKS_DIFFER <= told.at <= timezone.now() + CLOCKS_DIFFER


def _write_down(row: OutboxLetter, told: Told) -> None:
    event, is_new = DeliveryEvent.objects.get_or_create(
        fingerprint=told.fingerprint,
        defaults={
            "letter": row,
            "source": told.source,
            "delivery": told.delivery or "",
            "reason": code_of(told),
            "answer": printable(told.answer),
            "at": told.at,
        },
    )
    if not is_new:
        return
    log.info("Email %s to %s: %s tells %s %s", row.pk, mask_address(row.address), told.source, told.fate, event.answer)
    if told.delivery is None:
        return
    if told.fate in PASSED_ON:
        row.was_accepted()
    if not row.tell(told.delivery, told.at or timezone.now(), event.reason):
        event.is_news = False
        event.save(update_fields=["is_news"])
    if told.fate is Fate.COMPLAINED or is_final(told):
        Suppression.add(row.address, event.reason, event.answer)
    if row.events.count() > MAX_EVENTS_A_LETTER and not event.is_news:
        event.delete()
