"""What a worker has for the emails of one transport, so that its trouble is nobody else's."""

from django.conf import settings

from cinemahub.mail.letters import Priority, known_kinds
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.models.database import database_now
from cinemahub.mail.models.outbox_queryset import OutboxQuerySet
from cinemahub.mail.sending.senders import Senders
from cinemahub.mail.transport.aliases import DEFAULT, FALLBACK, route_of


def transports_of(route: str) -> list[str]:
    """Return the transports that emails may take, the usual one first."""
    return [route, FALLBACK] if route == route_of(DEFAULT) and FALLBACK in settings.MAILERS else [route]


def letters_of(route: str) -> OutboxQuerySet:
    """Find letters that go this way; those of kinds that another version declares are left to its workers."""
    found: OutboxQuerySet = OutboxLetter.objects.filter(route=route, kind__in=known_kinds())
    return found


class Route:
    """Letters that are to go by one alias of MAILERS, and connections for them alone."""

    def __init__(self, name: str, senders: Senders) -> None:
        self.name = name
        self.transports = transports_of(name)
        self.senders = senders

    def letters(self, least_urgent: Priority = Priority.BULK) -> OutboxQuerySet:
        known = letters_of(self.name)
        return known if least_urgent == Priority.BULK else known.filter(priority__lte=least_urgent)

    def least_urgent(self) -> Priority:
        """Say what may be claimed now: while the senders have enough to do, only what somebody is waiting for."""
        return Priority.BULK if self.senders.need_more() else Priority.CONFIRMATION

    def has_work(self) -> bool:
        """Tell whether to claim; of what passes other letters, too, no more than is soon to be sent."""
        least_urgent = self.least_urgent()
        if not self.senders.need_more(least_urgent):
            return False
        return (least_urgent == Priority.BULK and self.senders.in_hand() > 0) or self.has_due(least_urgent)

    def has_due(self, least_urgent: Priority = Priority.BULK) -> bool:
        """Ask what costs least, as an idle worker does so all the time."""
        return self.letters(least_urgent).due(database_now()).exists()
