"""Old letters are forgotten: what nobody needs cannot leak."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cinemahub.mail.letters import declared_letters
from cinemahub.mail.models import OutboxLetter, Reason

MOST_AT_ONCE = 1000


def purge() -> int:
    """Delete up to MOST_AT_ONCE letters finished long ago, and return how many."""
    now = timezone.now()
    long_ago = now - timedelta(days=settings.MAIL_KEEP_DAYS)
    yesterday = now - timedelta(days=settings.MAIL_KEEP_UNKNOWN_ADDRESSES_DAYS)
    old = OutboxLetter.objects.filter(
        Q(finished_at__lt=long_ago)
        | Q(finished_at__lt=yesterday, reason=Reason.NO_ACCOUNT)
        | Q(finished_at__lt=now, kind__in=[letter.name for letter in declared_letters() if letter.forgotten_soon])
    )
    deleted, _ = OutboxLetter.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST_AT_ONCE])).delete()
    return deleted
