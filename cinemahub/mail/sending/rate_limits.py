"""How many emails strangers can ask for. Counted from the outbox by the worker, so a request counts nothing."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from cinemahub.mail.letters import OTHER, declared_letters
from cinemahub.mail.models import OutboxLetter, Reason, State
from cinemahub.mail.models.database import database_now
from cinemahub.mail.services.addresses import mailbox_hashes

MAILBOX_WINDOW = timedelta(hours=1)
CLIENT_WINDOW = timedelta(minutes=1)


def limit_reached(row: OutboxLetter) -> Reason | None:
    """Say which limit a waiting letter exceeds, if any."""
    if _gone_to_mailbox(row) >= settings.MAIL_LETTERS_AN_HOUR_FOR_ADDRESS:
        return Reason.TOO_MANY_FOR_ADDRESS
    if row.client_hash and _asked_by_client(row) >= settings.MAIL_LETTERS_A_MINUTE_FROM_CLIENT:
        return Reason.TOO_MANY_FROM_CLIENT
    return None


def _gone_to_mailbox(row: OutboxLetter) -> int:
    """Count the emails of every kind that were sent to a mailbox, and the earlier ones that are being sent."""
    in_hand = Q(lease__isnull=False, due_at__gt=database_now(), pk__lt=row.pk)
    newest_only = [letter.name for letter in declared_letters() if letter.newest_only]
    newer = OutboxLetter.objects.filter(
        kind__in=newest_only, kind=OuterRef("kind"), address_hash=OuterRef("address_hash"), pk__gt=OuterRef("pk")
    )
    return (
        OutboxLetter.objects.filter(
            mailbox_hash__in=mailbox_hashes(row.address), created_at__gt=row.created_at - MAILBOX_WINDOW
        )
        .filter(Q(state=State.SENT) | in_hand & ~(Q(lease=row.lease) & Exists(newer)))  # which will not be sent
        .exclude(pk=row.pk)
        .exclude(kind=OTHER.name)  # else reports of errors would keep an administrator from a reset
        .count()
    )


def _asked_by_client(row: OutboxLetter) -> int:
    window = (row.created_at - CLIENT_WINDOW, row.created_at)
    earlier = OutboxLetter.objects.from_clients().filter(
        client_hash=row.client_hash, created_at__range=window, pk__lt=row.pk
    )
    earlier = earlier.exclude(reason=Reason.SUPERSEDED)  # or the newest of many would be too many, and none be sent
    return earlier[: settings.MAIL_LETTERS_A_MINUTE_FROM_CLIENT].count()
