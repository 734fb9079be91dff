"""How the mail is doing, for /health/ and mail_status."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from cinemahub.mail.models import Hold, OutboxLetter, State, Worker


@dataclass(frozen=True)
class MailStatus:
    """Counts by state (finished ones of the last 24 hours), ages in seconds, and what is wrong, in words."""

    letters: dict[str, int]
    oldest_waiting_seconds: float
    workers: int
    holds: list[dict[str, Any]]
    problems: list[str]


def mail_status() -> MailStatus:
    holds = [_describe(hold) for hold in Hold.objects.order_by("transport")]
    workers = Worker.objects.living().count()
    problems = [f"transport {hold['transport']} is on hold: {hold['cause']}" for hold in holds]
    if not workers:
        problems.append("no worker is running: start one with manage.py mail_worker")
    if stuck := _seconds_waited(_stuck()):
        problems.append(f"a letter has been waiting for {stuck:.0f} seconds")
    return MailStatus(_letters_by_state(), _seconds_waited(OutboxLetter.objects.waiting()), workers, holds, problems)


def is_mail_working() -> bool:
    """Tell whether emails go out, cheaply, and without a look at what became of any one of them."""
    limit = timezone.now() - timedelta(seconds=settings.MAIL_OLDEST_WAITING_SECONDS)
    untaken = OutboxLetter.objects.filter(due_at__lt=limit, tries=0)
    return Worker.objects.living().exists() and not Hold.objects.exists() and not untaken.exists()


def _letters_by_state() -> dict[str, int]:
    day_ago = timezone.now() - timedelta(days=1)
    waiting = OutboxLetter.objects.waiting()
    finished = OutboxLetter.objects.filter(finished_at__gte=day_ago)
    return {
        row["state"]: row["letters"]
        for letters in (waiting, finished)
        for row in letters.values("state").annotate(letters=Count("pk")).order_by("state")
    }


def _stuck() -> QuerySet[OutboxLetter]:
    """Find letters that wait for too long; one that its receiver puts off says nothing while others get out."""
    limit = timezone.now() - timedelta(seconds=settings.MAIL_OLDEST_WAITING_SECONDS)
    waiting: QuerySet[OutboxLetter] = OutboxLetter.objects.waiting().filter(created_at__lt=limit)
    if OutboxLetter.objects.filter(finished_at__gte=limit, state=State.SENT).exists():
        waiting = waiting.exclude(state=State.DEFERRED)
    return waiting


def _seconds_waited(letters: QuerySet[OutboxLetter]) -> float:
    """Age of the oldest of them, 0 if there are none."""
    oldest = letters.order_by("created_at").values_list("created_at", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0


def _describe(hold: Hold) -> dict[str, Any]:
    return {
        "transport": hold.transport,
        "since": hold.since.isoformat(timespec="seconds"),
        "code": hold.code,
        "cause": str(hold.diagnosis.cause),
        "remedy": str(hold.diagnosis.remedy),
        "answer": hold.answer,
    }
