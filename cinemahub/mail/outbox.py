"""How the rest of the site has a letter sent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db.models import Max
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.translation import get_language

from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of
from cinemahub.mail.letters import OTHER, Letter, Priority
from cinemahub.mail.models import Delivery, OutboxLetter, SealedEmail, State, Suppression
from cinemahub.mail.models.wake import NowAndWake
from cinemahub.mail.privacy.addresses import stored_address
from cinemahub.mail.privacy.hashing import address_hash, address_hashes, client_hash
from cinemahub.mail.services.addresses import mailbox_hash
from cinemahub.mail.signals import enqueued
from cinemahub.mail.transport.aliases import route_of

BATCH = 1000

SETTLED = [Delivery.DELIVERED, Delivery.BOUNCED, Delivery.COMPLAINED]


def enqueue(
    letter: Letter,
    *,
    to: str,
    request: HttpRequest | None = None,
    language: str = "",
    parameters: dict[str, Any] | None = None,
) -> OutboxLetter:
    """Put a letter into the outbox: one INSERT in the caller's transaction.

    `parameters` are for composing the letter later and must hold no secret; `language` defaults to the active one.
    """
    row = _row(letter, to, language)
    row.parameters, row.client_hash = parameters or {}, client_hash(request)
    row.save(force_insert=True)
    enqueued.send(sender=OutboxLetter)
    return row


def enqueue_all(letter: Letter, recipients: Iterable[tuple[str, str]]) -> None:
    """Put a letter into the outbox for many addresses, each with its language, a batch to an INSERT."""
    for batch in batched(recipients, BATCH):
        OutboxLetter.objects.bulk_create(_row(letter, to, language) for to, language in batch)
        enqueued.send(sender=OutboxLetter)


def enqueue_packed(packed: str, *, to: list[str], message_id: str, route: str, priority: Priority) -> None:
    """Put an email that came composed into the outbox, encrypted, with a row for each of its recipients."""
    rows = [_row(OTHER, address, "") for address in to]
    for row in rows:
        row.message_id, row.route, row.priority = message_id, route, priority
    content = SealedEmail.seal(packed)
    kept = OutboxLetter.objects.bulk_create(rows)
    SealedEmail.objects.bulk_create(SealedEmail(letter=row, content=content) for row in kept)
    enqueued.send(sender=OutboxLetter)


def last_enqueued(*letters: Letter, to: str) -> datetime | None:
    """Return when one of these letters was last put into the outbox for an address."""
    posted = OutboxLetter.objects.filter(address_hash=address_hash(to), kind__in=[letter.name for letter in letters])
    last: datetime | None = posted.aggregate(last=Max("created_at"))["last"]
    return last


def sent_lately(letter: Letter, *, to: str, within: timedelta, **parameters: Any) -> list[OutboxLetter]:
    """Return the letters with such parameters that have left for an address, or may have."""
    with_parameters = {f"parameters__{name}": value for name, value in parameters.items()}
    left = OutboxLetter.objects.filter(state__in=[State.SENT, State.UNKNOWN], finished_at__gt=Now() - within)
    return list(left.filter(address_hash__in=address_hashes(to), kind=letter.name, **with_parameters))


def count_asked(request: HttpRequest, *, within: timedelta, at_most: int) -> int:
    """Count the emails that the client of a request has asked for lately, as far as `at_most`."""
    since = Now() - within
    asked = OutboxLetter.objects.from_clients().filter(client_hash=client_hash(request), created_at__gt=since)
    number: int = asked[:at_most].count()
    return number


def _row(letter: Letter, to: str, language: str) -> OutboxLetter:
    return OutboxLetter(
        kind=letter.name,
        address=stored_address(to),
        address_hash=address_hash(to),
        mailbox_hash=mailbox_hash(to),
        language=language or get_language() or "",
        purge_when_sent=letter.purge_when_sent,
        priority=letter.priority,
        route=route_of(letter.transport),
        due_at=NowAndWake(),
        expires_at=Now() + letter.valid_for,  # as created_at and due_at: by the clock that hosts have in common
    )


def why_mail_comes_back(address: str, *, since: datetime | None = None) -> str:
    """Say in the active language why email to an address does not arrive; "" if it does, as far as is known.

    What came back before `since` does not count. For the owner of the address only.
    """
    hashes = address_hashes(address)
    suppression = Suppression.objects.filter(address_hash__in=hashes).first()
    if suppression is not None:
        return cause_of(suppression.reason) if suppression.reason in CAUSES else str(suppression.reason)
    told = OutboxLetter.objects.filter(address_hash__in=hashes, delivery__in=SETTLED)
    newest = (told.filter(delivery_at__gt=since) if since else told).order_by("delivery_at").last()
    if newest is None or newest.delivery != Delivery.BOUNCED:
        return ""
    return cause_of(newest.reason) if newest.reason in CAUSES else str(Delivery.BOUNCED.label)


def write_again(address: str) -> None:
    """Believe the owner of an address that email arrives there; the next one that comes back shows if it does not."""
    Suppression.objects.filter(address_hash__in=address_hashes(address)).delete()


def forget(address: str, **parameters: Any) -> None:
    """Delete every letter to an address, or those with such parameters; a suppression stays, which holds but a hash."""
    with_parameters = {f"parameters__{name}": value for name, value in parameters.items()}
    OutboxLetter.objects.filter(address_hash__in=address_hashes(address), **with_parameters).delete()
