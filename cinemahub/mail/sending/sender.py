"""A thread that sends letters over one connection."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError
from django.db import connection as database

from cinemahub.mail.models import Hold, OutboxLetter, Outcome
from cinemahub.mail.models.database import insist
from cinemahub.mail.privacy.masking import traceback_without_words
from cinemahub.mail.sending.circuit import Brake
from cinemahub.mail.sending.delivery import deliver, hand_over
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.open import open_connection

IDLE_SECONDS = 20  # servers end a connection that says nothing for longer

log = logging.getLogger(__name__)


class Job(NamedTuple):
    """A claimed letter, the transport to take, and whether it is to show that a held transport works again.

    message: what is to be sent, if it is prepared already
    """

    row: OutboxLetter
    transport: str
    is_probe: bool = False
    message: EmailMessage | None = None


class Sender(threading.Thread):
    """Takes jobs until it gets None or is left; `done` is called after each."""

    def __init__(
        self, jobs: "queue.SimpleQueue[Job | None]", brake: Brake, turns: SerialisedSending, done: Callable[[], None]
    ) -> None:
        super().__init__(name="sender", daemon=True)
        self.jobs = jobs
        self.brake = brake
        self.turns = turns
        self.done = done
        self.is_busy = False
        self.is_left = False
        self.connections: dict[str, Connection] = {}

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
        for connection in list(self.connections.values()):
            if connection.busy_for():
                connection.abort()

    def leave(self) -> None:
        """Expect nothing more of it: another takes its place."""
        self.is_left = True

    def _next_job(self) -> Job | None:
        while True:
            try:
                return self.jobs.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                self._close_connections()
                database.close()

    def _longest_busy(self) -> float:
        return max((connection.busy_for() for connection in list(self.connections.values())), default=0)

    def _do(self, job: Job) -> None:
        row, transport, is_probe, message = job
        try:
            if transport in self.brake and not is_probe:
                row.released()
                return
            connection = self._connection(transport)
            if message is None:
                outcome = deliver(row, connection, transport)
            else:
                with self.turns.turn():
                    outcome = hand_over(row, message, connection, transport)
            if outcome is Outcome.BROKEN:
                self.brake.pull(transport)
            if is_probe:
                insist(lambda: Hold.probed(transport, outcome))
        except (OperationalError, InterfaceError) as error:
            log.warning("The database does not answer (%s); letter %s waits", type(error).__name__, row.pk)
            database.close()
        except Exception as error:
            log.error("Letter %s is left to another try", row.pk, exc_info=traceback_without_words(error))

    def _connection(self, transport: str) -> Connection:
        if transport not in self.connections:
            self.connections[transport] = open_connection(transport)
        return self.connections[transport]

    def _close_connections(self) -> None:
        for connection in self.connections.values():
            connection.close()
