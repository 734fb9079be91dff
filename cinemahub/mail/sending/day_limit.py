"""A mail service accepts so many emails a day: we stay below that, and the last of them are for resets."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from cinemahub.mail.letters import Priority
from cinemahub.mail.models import OutboxLetter, Pace
from cinemahub.mail.models.database import database_now
from cinemahub.mail.transport.aliases import DEFAULT, FALLBACK, route_of
from cinemahub.mail.transport.configured import configured_transports

DAY = timedelta(days=1)
RESERVE_PERCENT, WARNING_PERCENT = 10, 80

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DayLimit:
    """used: emails of the last 24 hours, those in hand included; limit: None where no limit is known."""

    transport: str
    used: int
    limit: int | None
    service: str = ""

    @property
    def is_nearly_used_up(self) -> bool:
        return self.limit is not None and 100 * self.used >= WARNING_PERCENT * self.limit

    @property
    def left(self) -> int:
        return max((self.limit or 0) - self.used, 0)

    def left_for_all(self) -> int:
        """What is left but for the reserve: letters that open an account may use that up, too."""
        return max(self.left - (self.limit or 0) * RESERVE_PERCENT // 100, 0)


def day_limit(transport: str) -> DayLimit:
    """Count what a transport has sent, against MAIL_DAY_LIMIT or what its service publishes or has answered."""
    limit, service = _limit_of(transport)
    sent = OutboxLetter.objects.taken_since(transport, database_now() - DAY)
    route = route_of(DEFAULT) if transport == FALLBACK else transport
    in_hand = OutboxLetter.objects.filter(lease__isnull=False, due_at__gt=database_now(), route=route)
    return DayLimit(transport, sent.count() + in_hand.count() if limit else sent.count(), limit, service)


class DayLimits:
    """What one worker may hand out today; it says once when a limit comes near."""

    def __init__(self) -> None:
        self._warned: set[str] = set()

    def places(self, transport: str, most: int) -> tuple[int, Priority]:
        """Return how many letters may go, up to `most`, and the least urgent priority they may have."""
        if _limit_of(transport)[0] is None:
            return most, Priority.BULK
        today = day_limit(transport)
        self._warn(today)
        if left := today.left_for_all():
            return min(most, left), Priority.BULK
        return min(most, today.left), Priority.SECURITY

    def _warn(self, today: DayLimit) -> None:
        if not today.is_nearly_used_up:
            self._warned.discard(today.transport)
        elif today.transport not in self._warned:
            self._warned.add(today.transport)
            text = "Transport %s has sent %d of %d emails that its service accepts a day; resets go first"
            log.warning(text, today.transport, today.used, today.limit)


def _limit_of(transport: str) -> tuple[int | None, str]:
    """Return the limit and who sets it; MAIL_DAY_LIMIT 0 is for an account that has none."""
    configured = next((each for each in configured_transports() if each.alias == transport), None)
    service = configured.service if configured else None
    name = service.name if service else ""
    if settings.MAIL_DAY_LIMIT is not None and transport == route_of(DEFAULT):
        return settings.MAIL_DAY_LIMIT or None, name
    known = [service.day_limit if service else None, Pace.learnt_day_limit(transport)]
    return min((each for each in known if each), default=None), name
