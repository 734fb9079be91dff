"""How the mail is doing, for /health/mail/ and mail_status."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max

from cinemahub.mail.letters import Priority
from cinemahub.mail.models import Circuit, CircuitState, OutboxLetter, Reason, State, Worker
from cinemahub.mail.models.database import database_now
from cinemahub.mail.models.outbox_queryset import OutboxQuerySet
from cinemahub.mail.sending.day_limit import DayLimit, day_limit
from cinemahub.mail.sending.silence import untold
from cinemahub.mail.transport.aliases import entries

ALARMING_FAILURES = 3  # one after another, to different people
NOT_FIT_TO_SEND = ["broken_letter", Reason.KIND_UNKNOWN, Reason.TRANSPORT_UNKNOWN]


@dataclass(frozen=True)
class MailStatus:
    """Counts by state (finished ones of the last 24 hours), ages in seconds, and what is wrong, in words."""

    letters: dict[str, int]
    oldest_waiting_seconds: float
    workers: int
    holds: list[dict[str, Any]]
    problems: list[str]


def mail_status() -> MailStatus:
    holds = [_describe(circuit) for circuit in Circuit.objects.open().order_by("transport") if not circuit.is_brief]
    workers = Worker.objects.living().count()
    problems = [f"transport {hold['transport']} is {hold['state']}: {hold['cause']}" for hold in holds]
    if Worker.objects.are_missing():
        problems.append("no worker is running: start one with manage.py mail_worker")
    if (failures := _failures_in_a_row()) >= ALARMING_FAILURES:
        problems.append(f"the last {failures} emails failed, and none has been sent since")
    if stuck := _seconds_waited(_stuck()):
        problems.append(f"an email has been waiting for {stuck:.0f} seconds")
    if count := untold():
        problems.append(f"{count} emails were accepted, and no webhook told of any: see manage.py mail_webhook")
    problems += map(_describe_limit, filter(lambda each: each.is_nearly_used_up, map(day_limit, entries())))
    return MailStatus(_letters_by_state(), _seconds_waited(OutboxLetter.objects.waiting()), workers, holds, problems)


def is_mail_working() -> bool:
    """Tell whether emails go out, cheaply, and without a look at what became of any one of them."""
    limit = database_now() - timedelta(seconds=settings.MAIL_OLDEST_WAITING_SECONDS)
    untaken = OutboxLetter.objects.filter(due_at__lt=limit, tries=0, priority__lt=Priority.BULK)
    if Worker.objects.are_missing() or untaken.exists():
        return False
    return all(circuit.is_brief for circuit in Circuit.objects.open())


def _letters_by_state() -> dict[str, int]:
    day_ago = database_now() - timedelta(days=1)
    waiting = OutboxLetter.objects.waiting()
    finished = OutboxLetter.objects.filter(finished_at__gte=day_ago)
    return {
        row["state"]: row["letters"]
        for letters in (waiting, finished)
        for row in letters.values("state").annotate(letters=Count("pk")).order_by("state")
    }


def _stuck() -> OutboxQuerySet:
    """Find letters that wait for too long; one that its receiver puts off says nothing while others get out.

    Of many newsletters the last ones wait, and nothing is wrong.
    """
    limit = database_now() - timedelta(seconds=settings.MAIL_OLDEST_WAITING_SECONDS)
    waiting = OutboxLetter.objects.waiting().filter(created_at__lt=limit, priority__lt=Priority.BULK)
    if OutboxLetter.objects.filter(finished_at__gte=limit, state=State.SENT).exists():
        waiting = waiting.exclude(state=State.DEFERRED)
    return waiting


def _failures_in_a_row() -> int:
    """Count different recipients whose letters failed by one transport since one was last sent by it."""
    return max(map(_failures_through, entries()), default=0)


def _failures_through(transport: str) -> int:
    day_ago = database_now() - timedelta(days=1)
    last_sent = OutboxLetter.objects.taken_since(transport, day_ago).aggregate(last=Max("finished_at"))["last"]
    failed = OutboxLetter.objects.filter(
        finished_at__gt=last_sent or day_ago, transport=transport, state__in=[State.FAILED, State.UNKNOWN]
    )
    broken = OutboxLetter.objects.waiting().filter(state=State.DEFERRED, reason__in=NOT_FIT_TO_SEND)
    return (failed | broken).values("address_hash").distinct().count()


def _seconds_waited(letters: OutboxQuerySet) -> float:
    """Age of the oldest of them, 0 if there are none."""
    oldest = letters.order_by("created_at").values_list("created_at", flat=True).first()
    return (database_now() - oldest).total_seconds() if oldest else 0


def _describe_limit(today: DayLimit) -> str:
    return f"transport {today.transport} has sent {today.used} of the {today.limit} emails it may send a day"


def _describe(circuit: Circuit) -> dict[str, Any]:
    return {
        "transport": circuit.transport,
        "state": "on hold" if circuit.state == CircuitState.HELD else "paused",
        "since": circuit.since.isoformat(timespec="seconds"),
        "code": circuit.code,
        "cause": circuit.diagnosis.cause,
        "remedy": circuit.diagnosis.remedy,
        "answer": circuit.answer,
    }
