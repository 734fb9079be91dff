"""A thread that sends letters over one connection of each transport."""

import logging
import queue
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db import connection as database

from cinemahub.mail.models import Circuit, Pace
from cinemahub.mail.models.database import explain
from cinemahub.mail.privacy.masking import traceback_without_words
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.delivery import Outcome, Way, send
from cinemahub.mail.sending.jobs import Job, Jobs
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.transport.open import open_connection

LOOK_SECONDS = 1
IDLE_SECONDS = 20  # servers end a connection that says nothing for longer

log = logging.getLogger(__name__)


class Sender(threading.Thread):
    """Takes jobs until it gets None or is left; `done` is called after each.

    may_send: whether claimed letters are still this worker's, as far as it knows
    """

    def __init__(
        self,
        jobs: Jobs,
        circuits: Circuits,
        serialised: SerialisedSending,
        *,
        may_send: Callable[[], bool] = lambda: True,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="sender", daemon=True)
        self.jobs = jobs
        self.circuits = circuits
        self.serialised = serialised
        self.may_send = may_send
        self.done = done
        self.is_busy = False
        self.is_left = False
        self.ways: dict[str, Way] = {}

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
        for way in list(self.ways.values()):
            if way.connection.busy_for():
                way.connection.abort()

    def leave(self) -> None:
        """Expect nothing more of it: another takes its place."""
        self.is_left = True

    def is_connected(self, transport: str) -> bool:
        return transport in self.ways and self.ways[transport].connection.is_open

    def _next_job(self) -> Job | None:
        idle_since = time.monotonic()
        while not self.is_left:
            try:
                return self.jobs.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                if time.monotonic() - idle_since > IDLE_SECONDS:
                    idle_since = time.monotonic()
                    self._close_connections()
                    database.close()
        return None

    def _longest_busy(self) -> float:
        return max((way.connection.busy_for() for way in list(self.ways.values())), default=0)

    def _do(self, job: Job) -> None:
        row, message, transport, is_probe = job
        try:
            if self.circuits.is_open(transport) and not is_probe:
                row.released()
                return
            if not (self.may_send() or row.is_claimed_still()):
                log.warning("Email %s has been taken over by another worker", row.pk)
                return
            outcome = send(row, message, self._way(transport), is_probe=is_probe)
            if is_probe:
                self._judge(transport, outcome)
        except (DatabaseError, InterfaceError) as error:
            log.warning("%s; letter %s waits", explain(error), row.pk)
            database.close()
        except Exception as error:
            log.error("Email %s is left to another try", row.pk, exc_info=traceback_without_words(error))

    def _judge(self, transport: str, outcome: Outcome) -> None:
        """Go by what a probe showed; one that found the transport broken has renewed its rest already."""
        if outcome is Outcome.WORKS:
            Pace.accepted(transport)
            Circuit.close(transport)
        elif outcome is Outcome.REFUSED:
            Circuit.refused_at(transport, self._way(transport).connection.step)
        elif outcome is Outcome.UNTRIED:
            Circuit.release_probe(transport)

    def _way(self, transport: str) -> Way:
        if transport not in self.ways:
            self.ways[transport] = Way(transport, open_connection(transport), self.circuits, self.serialised)
        return self.ways[transport]

    def _close_connections(self) -> None:
        for way in self.ways.values():
            way.connection.close()
