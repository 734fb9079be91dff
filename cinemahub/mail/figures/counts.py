from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.models import OutboxLetter


class Group(NamedTuple):
    """Letters that have these in common; the culprit is "" where nobody is to blame."""

    kind: str
    state: str
    culprit: str


def waiting() -> Counter[Group]:
    return _grouped(OutboxLetter.objects.waiting())


def finished(since: datetime) -> Counter[Group]:
    return _grouped(OutboxLetter.objects.filter(finished_at__gte=since))


def deliveries(since: datetime) -> Counter[tuple[str, str]]:
    """Count what became of letters that were sent since then, by kind and delivery."""
    known = OutboxLetter.objects.filter(finished_at__gte=since).exclude(delivery="")
    rows = known.values_list("kind", "delivery").order_by("kind", "delivery").annotate(number=Count("pk"))
    return Counter({(kind, delivery): number for kind, delivery, number in rows})


def _grouped(letters: QuerySet[OutboxLetter]) -> Counter[Group]:
    counter: Counter[Group] = Counter()
    by = ("kind", "state", "reason")
    for kind, state, reason, number in letters.values_list(*by).order_by(*by).annotate(number=Count("pk")):
        counter[Group(kind, state, _culprit(reason))] += number
    return counter


def _culprit(reason: str) -> str:
    return CAUSES[reason].culprit.value if reason in CAUSES else ""
