"""Two days of mail, by the hour."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, FloatField
from django.db.models.functions import Cast, Floor, Greatest, Ln, TruncHour
from django.utils import timezone

from cinemahub.mail.figures.percentile import STEPS, Percentiles
from cinemahub.mail.figures.seconds import between
from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.models.state import Delivery

HOURS = 48
SHORTEST_SECONDS = 0.01


class Fate(StrEnum):
    """What became of an email, as coarse as a chart can show it."""

    SENT = "sent"
    CAME_BACK = "came_back"
    FAILED = "failed"
    LEFT = "left"  # not sent on purpose


FATES = {
    State.SENT: Fate.SENT,
    State.FAILED: Fate.FAILED,
    State.UNKNOWN: Fate.FAILED,
    State.EXPIRED: Fate.LEFT,
    State.SKIPPED: Fate.LEFT,
}
BAD_ENDS = {Delivery.BOUNCED, Delivery.COMPLAINED}


@dataclass
class Hour:
    """An hour, which letters were done with in it, and how long those took that were accepted."""

    begins: datetime
    fates: Counter[Fate] = field(default_factory=Counter)
    acceptance: Percentiles = field(default_factory=Percentiles)

    @property
    def total(self) -> int:
        return self.fates.total()


def last_hours() -> list[Hour]:
    """Return the last HOURS, the one that runs included, oldest first."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    hours = [Hour(now - timedelta(hours=ago)) for ago in reversed(range(HOURS))]
    fates, acceptance = _fates(hours[0].begins), _acceptance(hours[0].begins)
    for hour in hours:
        hour.fates, hour.acceptance = fates[hour.begins], Percentiles(acceptance[hour.begins])
    return hours


def _fates(since: datetime) -> defaultdict[datetime, Counter[Fate]]:
    found: defaultdict[datetime, Counter[Fate]] = defaultdict(Counter)
    for hour, state, delivery, number in _by_hour(since, "state", "delivery"):
        fate = Fate.CAME_BACK if delivery in BAD_ENDS else FATES.get(State(state), Fate.LEFT)
        found[hour][fate] += number
    return found


def _acceptance(since: datetime) -> defaultdict[datetime, Counter[int]]:
    found: defaultdict[datetime, Counter[int]] = defaultdict(Counter)
    for hour, state, step, number in _by_hour(since, "state", "step"):
        if state == State.SENT:
            found[hour][int(step)] += number
    return found


def _by_hour(since: datetime, *by: str) -> list[tuple[datetime, str, str, int]]:
    seconds = Cast(Greatest(between("created_at", "finished_at"), SHORTEST_SECONDS), FloatField())
    letters = OutboxLetter.objects.filter(finished_at__gte=since).annotate(
        hour=TruncHour("finished_at", tzinfo=UTC), step=Floor(Ln(seconds) * STEPS)
    )
    return list(letters.values_list("hour", *by).order_by("hour", *by).annotate(number=Count(F("pk"))))
