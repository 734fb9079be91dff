"""What makes a letter due wakes the workers that listen: with the commit (PostgreSQL's NOTIFY), by no query more."""

from typing import Any, Final, override

from django.db import connection
from django.db.models.functions import Now

CHANNEL = "cinemahub_mail"
LISTEN: Final = "LISTEN cinemahub_mail"
LIFE_SIGN = "alive"  # what a worker that listens hears now and then, so that it knows that it does


class NowAndWake(Now):
    """The present moment by the database's clock, for `due_at`."""

    @override
    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[str, ...]]:
        return "(SELECT STATEMENT_TIMESTAMP() FROM pg_notify(%s, ''))", (CHANNEL,)


def wake_workers() -> None:
    """Wake them without a letter: a transport works again."""
    _notify("")


def say_alive() -> None:
    """Let those that listen know that they hear."""
    _notify(LIFE_SIGN)


def _notify(payload: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
