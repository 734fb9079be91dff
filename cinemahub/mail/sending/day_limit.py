"""A mail service accepts so many emails a day: we stay below that, and the last of them are for resets."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from cinemahub.mail.letters import Priority
from cinemahub.mail.models import OutboxLetter, Pace
from cinemahub.mail.models.database import database_now
from cinemahub.mail.services.service import Service
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
    service = _service_of(transport)
    limit = _limit_of(transport, service)
    sent = OutboxLetter.objects.taken_since(transport, database_now() - DAY)
    route = route_of(DEFAULT) if transport == FALLBACK else transport
    in_hand = OutboxLetter.objects.filter(lease__isnull=False, due_at__gt=database_now(), route=route)
    return DayLimit(
        transport, sent.count() + in_hand.count() if limit else sent.count(), limit, service.name if service else ""
    )


class DayLimits:
    """What one worker may hand out today; it says once when a limit comes near."""

    def __init__(self) -> None:
        self._warned: set[str] = set()
        self._services: dict[str, Service | None] = {}

    def places(self, transport: str, most: int, *, is_paced: bool = True) -> tuple[int, Priority]:
        """Return how many letters may go, up to `most`, and the least urgent priority they may have.

        is_paced: False if nothing is known to have been learnt about the transport
        """
        if transport not in self._services:
            self._services[transport] = _service_of(transport)
        if _limit_of(transport, self._services[transport], is_paced=is_paced) is None:
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


def _service_of(transport: str) -> Service | None:
    return next((each.service for each in configured_transports() if each.alias == transport), None)


def _limit_of(transport: str, service: Service | None, *, is_paced: bool = True) -> int | None:
    """Return the limit; MAIL_DAY_LIMIT 0 is for an account that has none."""
    if settings.MAIL_DAY_LIMIT is not None and transport == route_of(DEFAULT):
        return settings.MAIL_DAY_LIMIT or None
    known = [service.day_limit if service else None, Pace.learnt_day_limit(transport) if is_paced else None]
    return min((each for each in known if each), default=None)
