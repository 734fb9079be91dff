"""What a worker does while the database is away."""

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection

PAUSE_SECONDS = 1

log = logging.getLogger(__name__)


def insist[T](work: Callable[[], T], *, for_seconds: float = 90) -> T:
    """Do database work, again and again while the database is away; after `for_seconds` its error is raised."""
    deadline = time.monotonic() + for_seconds
    while True:
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            if time.monotonic() > deadline:
                raise
            log.warning("The database does not answer (%s), trying again", type(error).__name__)
            time.sleep(PAUSE_SECONDS)
