"""What to make of a database that is away, read-only or not of this version; and what time it is there."""

import functools
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, connection
from django.utils import timezone

from cinemahub.mail.privacy.masking import printable

PAUSE_SECONDS = 1
MAX_WAIT_SECONDS = 90

NOT_OF_THIS_VERSION = ("no such table", "no such column", "does not exist")  # SQLite's words, PostgreSQL's
READ_ONLY = ("read-only", "readonly")

log = logging.getLogger(__name__)

_ahead = [timedelta(0)]


def is_away(error: BaseException) -> bool:
    """Tell whether a database could not do what was asked of it; errors of the data themselves do not pass."""
    return isinstance(error, (DatabaseError, InterfaceError)) and not isinstance(error, (DataError, IntegrityError))


def explain(error: BaseException) -> str:
    """Say what is wrong with the database, in one line without values."""
    said = printable((str(error).splitlines() or [""])[0])
    name = f"{type(error).__name__}: {said}" if said else type(error).__name__
    if any(words in said for words in NOT_OF_THIS_VERSION):
        return f"The database is not of this version, run manage.py migrate ({name})"
    if any(words in said for words in READ_ONLY):
        return f"The database is read-only ({name})"
    return f"The database does not answer ({name})"


def waits_for_database[**P, R](verb: Callable[P, R]) -> Callable[P, R]:
    """Have a verb done again and again while the database is away; after MAX_WAIT_SECONDS its error is raised.

    For workers only: a request must not wait, and inside a transaction nothing can be done again.
    """

    @functools.wraps(verb)
    def wait(*args: P.args, **kwargs: P.kwargs) -> R:
        deadline = time.monotonic() + MAX_WAIT_SECONDS
        while True:
            try:
                return verb(*args, **kwargs)
            except (DatabaseError, InterfaceError) as error:
                if not is_away(error) or connection.in_atomic_block:
                    raise
                connection.close()
                if time.monotonic() > deadline:
                    raise
                log.warning("%s, trying again", explain(error))
                time.sleep(PAUSE_SECONDS)

    return wait


def database_now() -> datetime:
    """Return the time by the database's clock, as far as `read_clock` knows it: hosts compare times through it."""
    return timezone.now() + _ahead[0]


def read_clock() -> None:
    """Note how far the database's clock is ahead of this machine's; SQLite has this machine's."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
        _ahead[0] = there - (before + (timezone.now() - before) / 2)
