"""Old letters are forgotten: what nobody needs cannot leak."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter, Reason

MAX_AT_ONCE = 1000


def purge() -> int:
    """Delete letters finished long ago, up to MAX_AT_ONCE for each rule, and return how many."""
    now = timezone.now()
    long_ago = now - timedelta(days=settings.MAIL_KEEP_DAYS)
    yesterday = now - timedelta(days=settings.MAIL_KEEP_UNKNOWN_ADDRESSES_DAYS)
    # A query for each rule, since each has its index: with OR between them PostgreSQL reads the whole table.
    return (
        _delete(finished_at__lt=long_ago)
        + _delete(finished_at__lt=yesterday, reason=Reason.NO_ACCOUNT)
        + _delete(finished_at__lt=now, purge_when_sent=True)
    )


def _delete(**which: Any) -> int:
    found = OutboxLetter.objects.filter(**which).order_by("finished_at").values_list("pk", flat=True)
    pks = list(found[:MAX_AT_ONCE])
    deleted: int = OutboxLetter.objects.filter(pk__in=pks).delete()[0] if pks else 0
    return deleted
