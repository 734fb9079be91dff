"""How long letters took, from the request."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from cinemahub.mail.figures.seconds import between
from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.models.state import Delivery

BOUNDS_IN_SECONDS = (0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600)


@dataclass(frozen=True)
class Histogram:
    """at_most: how many took no longer than each of BOUNDS_IN_SECONDS."""

    at_most: dict[float, int]
    count: int
    sum_in_seconds: float


def to_acceptance(since: datetime) -> Histogram:
    """From the request until the mail service had the letter, of those accepted since then."""
    return _histogram(OutboxLetter.objects.filter(finished_at__gte=since, state=State.SENT), "finished_at")


def to_delivery(since: datetime) -> Histogram:
    """From the request until the mailbox had the letter, as far as the service tells, of those accepted since then."""
    accepted = OutboxLetter.objects.filter(finished_at__gte=since)
    return _histogram(accepted.filter(delivery=Delivery.DELIVERED), "delivery_at")


def _histogram(letters: QuerySet[OutboxLetter], end: str) -> Histogram:
    measured = letters.annotate(seconds=between("created_at", end))
    counts = {f"le_{n}": Count("pk", filter=Q(seconds__lte=bound)) for n, bound in enumerate(BOUNDS_IN_SECONDS)}
    found = measured.aggregate(all=Count("pk"), sum=Sum("seconds"), **counts)
    at_most = {bound: found[f"le_{n}"] for n, bound in enumerate(BOUNDS_IN_SECONDS)}
    return Histogram(at_most, found["all"], found["sum"] or 0)
