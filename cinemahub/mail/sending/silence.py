"""A provider that accepts emails and never tells what became of them: its webhook is not set up, or switched off."""

from datetime import timedelta

from django.conf import settings

from cinemahub.mail.models import DeliveryEvent, OutboxLetter, State
from cinemahub.mail.models.database import database_now
from cinemahub.mail.transport.configured import configured_transports

MIN_EMAILS = 20
WINDOW, TIME_TO_TELL = timedelta(days=1), timedelta(hours=1)


def untold() -> int:
    """Return how many emails were accepted while the provider told of none; 0 if it tells, or has no webhook."""
    if settings.MAIL_WEBHOOK is None:
        return 0
    now, provider = database_now(), settings.MAIL_WEBHOOK["provider"]
    if DeliveryEvent.objects.filter(told_at__gte=now - WINDOW, source=provider).exists():
        return 0
    told_of = [each.alias for each in configured_transports() if each.service and each.service.key == provider]
    accepted = OutboxLetter.objects.filter(finished_at__range=(now - WINDOW, now - TIME_TO_TELL), state=State.SENT)
    count = accepted.filter(transport__in=told_of).count()
    return count if count >= MIN_EMAILS else 0
