from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any, override

from django.core.management.base import BaseCommand
from django.db import connection

from bench.accounts import create_accounts, new_address, new_client
from cinemahub.mail import outbox
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.purge import purge
from users.letters import password_reset

TIMES = 20
BATCH = 16
PURGED = 5000
LEASE = timedelta(minutes=2)
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
SIZES = """
SELECT relname, pg_relation_size(oid) FROM pg_class
WHERE oid = 'mail_outboxletter'::regclass
   OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'mail_outboxletter'::regclass)
ORDER BY 2 DESC
"""


class Command(BaseCommand):
    help = "Say what the outbox costs at its present size."

    @override
    def handle(self, **options: Any) -> None:
        letters = OutboxLetter.objects.count()
        self._say("emails", f"{letters:,}")
        if connection.vendor == "postgresql":
            self._say_sizes(letters)
        self._say("claiming from nothing", _milliseconds(_claim))
        addresses = iter(create_accounts(new_address() for _ in range(TIMES * BATCH)))
        self._say("enqueueing an email", _milliseconds(lambda: _post(next(addresses)), times=TIMES * BATCH))
        self._say(f"claiming {BATCH}", _milliseconds(_claim))
        self._say("purging nothing", _milliseconds(purge))
        self._say("purging", f"{_purged_a_second():,.0f} emails/s")

    def _say_sizes(self, letters: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(SIZES)
            for name, size in cursor.fetchall():
                self._say(name, f"{size / letters:.0f} bytes an email")

    def _say(self, what: str, value: str) -> None:
        self.stdout.write(f"{what:40} {value:>24}")


def _milliseconds(work: Callable[[], object], *, times: int = TIMES) -> str:
    """The median of several times."""
    seconds = []
    for _ in range(times):
        started = perf_counter()
        work()
        seconds.append(perf_counter() - started)
    return f"{median(seconds) * 1000:.1f} ms"


def _claim() -> None:
    OutboxLetter.objects.claim(BATCH, lease_for=LEASE)


def _post(address: str) -> None:
    outbox.enqueue(password_reset, to=address, request=new_client())


def _purged_a_second() -> float:
    finished = OutboxLetter.objects.filter(finished_at__isnull=False).order_by("finished_at")
    OutboxLetter.objects.filter(pk__in=list(finished.values_list("pk", flat=True)[:PURGED])).update(
        finished_at=LONG_AGO
    )
    started = perf_counter()
    purged = 0
    while found := purge():
        purged += found
    return purged / (perf_counter() - started)
