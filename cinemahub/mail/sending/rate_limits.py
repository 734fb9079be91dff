"""How many letters strangers can ask for. Counted from the outbox by the worker, so a request counts nothing."""

from datetime import timedelta

from django.conf import settings

from cinemahub.mail.models import OutboxLetter, Reason, State

ADDRESS_WINDOW = timedelta(hours=1)
CLIENT_WINDOW = timedelta(minutes=1)


def limit_reached(row: OutboxLetter) -> Reason | None:
    """Say which limit a waiting letter exceeds, if any."""
    if _sent_to_address(row) >= settings.MAIL_LETTERS_AN_HOUR_FOR_ADDRESS:
        return Reason.TOO_MANY_FOR_ADDRESS
    if row.client_hash and _asked_by_client(row) >= settings.MAIL_LETTERS_A_MINUTE_FROM_CLIENT:
        return Reason.TOO_MANY_FROM_CLIENT
    return None


def _sent_to_address(row: OutboxLetter) -> int:
    window = (row.created_at - ADDRESS_WINDOW, row.created_at)
    return OutboxLetter.objects.filter(
        address_hash=row.address_hash, created_at__range=window, kind=row.kind, state=State.SENT
    ).count()


def _asked_by_client(row: OutboxLetter) -> int:
    window = (row.created_at - CLIENT_WINDOW, row.created_at)
    earlier = OutboxLetter.objects.from_clients().filter(
        client_hash=row.client_hash, created_at__range=window, kind=row.kind, pk__lt=row.pk
    )
    earlier = earlier.exclude(reason=Reason.SUPERSEDED)  # or the newest of many would be too many, and none be sent
    return earlier[: settings.MAIL_LETTERS_A_MINUTE_FROM_CLIENT].count()
