"""A thread that sends letters, one at a time."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db import connection as database

from cinemahub.mail.models import Circuit, Pace
from cinemahub.mail.models.database import explain
from cinemahub.mail.privacy.masking import traceback_without_words
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.delivery import Outcome, Way, send
from cinemahub.mail.sending.jobs import Job, Jobs
from cinemahub.mail.sending.ways import Ways

LOOK_SECONDS = 1
IDLE_SECONDS = 20  # after which its connection to the database goes back

log = logging.getLogger(__name__)


class Sender(threading.Thread):
    """Runs jobs until it receives None or is abandoned; `done` is called after each.

    may_send: whether claimed letters are still this worker's, as far as it knows
    """

    def __init__(
        self,
        jobs: Jobs,
        circuits: Circuits,
        ways: Ways,
        *,
        may_send: Callable[[], bool] = lambda: True,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="sender", daemon=True)
        self.jobs = jobs
        self.circuits = circuits
        self.ways = ways
        self.may_send = may_send
        self.done = done
        self.is_busy = False
        self.is_left = False
        self.way: Way | None = None

    def run(self) -> None:
        try:
            while not self.is_left and (job := self._next_job()) is not None:
                self.is_busy = True
                try:
                    self._do(job)
                finally:
                    self.is_busy = False
                    self.done()
        finally:
            self._close_connections()
            database.close()

    def lost(self) -> bool:
        """Tell whether it ended, or hangs where nothing can break it."""
        return not self.is_alive() or self._longest_busy() > 2 * settings.MAIL_TRY_SECONDS

    def overdue(self) -> bool:
        """Tell whether the try in hand has taken longer than any may."""
        return self._longest_busy() > settings.MAIL_TRY_SECONDS

    def abort(self) -> None:
        """Break the try in hand."""
        if (way := self.way) is not None and way.connection.busy_for():
            way.connection.abort()

    def leave(self) -> None:
        """Expect nothing more of it: another takes its place."""
        self.is_left = True

    def _next_job(self) -> Job | None:
        idle_since = time.monotonic()
        while not self.is_left:
            try:
                return self.jobs.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                self._close_spent()
                if time.monotonic() - idle_since > IDLE_SECONDS:
                    idle_since = time.monotonic()
                    database.close()
        return None

    def _longest_busy(self) -> float:
        return way.connection.busy_for() if (way := self.way) is not None else 0

    def _do(self, job: Job) -> None:
        row, message, transport, is_probe = job
        try:
            if self.circuits.is_open(transport) and not is_probe:
                row.released()
                return
            if not (self.may_send() or row.is_claimed_still()):
                log.warning("Email %s has been taken over by another worker", row.pk)
                return
            with self._way(transport) as way:
                outcome = send(row, message, way, is_probe=is_probe)
            if is_probe:
                self._judge(way, outcome)
        except (DatabaseError, InterfaceError) as error:
            log.warning("%s; email %s waits", explain(error), row.pk)
            database.close()
        except Exception as error:
            log.error("Email %s is left to another try", row.pk, exc_info=traceback_without_words(error))

    def _judge(self, way: Way, outcome: Outcome) -> None:
        """Go by what a probe showed; one that found the transport broken has renewed its rest already."""
        if outcome is Outcome.WORKS:
            Pace.accepted(way.transport)
            Circuit.close(way.transport)
        elif outcome is Outcome.REFUSED:
            Circuit.refused_at(way.transport, way.connection.step)
        elif outcome is Outcome.UNTRIED:
            Circuit.release_probe(way.transport)

    @contextmanager
    def _way(self, transport: str) -> Iterator[Way]:
        self.way = way = self.ways.take(transport)
        try:
            yield way
        finally:
            self.way = None
            self.ways.give_back(way)

    def _close_spent(self) -> None:
        while (way := self.ways.take_spent()) is not None:
            self._end(way)

    def _close_connections(self) -> None:
        """Close them all; if this sender is one too many, one."""
        while (way := self.ways.take_any()) is not None:
            self._end(way)
            if self.is_left:
                return

    def _end(self, way: Way) -> None:
        self.way = way
        way.connection.close()
        self.way = None
        self.ways.drop(way)
