"""A thread that sends letters over one connection."""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from cinemahub.mail.delivery import deliver
from cinemahub.mail.line import Line
from cinemahub.mail.models import Hold, OutboxLetter
from cinemahub.mail.patience import insist
from cinemahub.mail.transport import open_line

IDLE_SECONDS = 20  # servers end a connection that says nothing for longer

log = logging.getLogger(__name__)


class Job(NamedTuple):
    """A claimed letter, the transport to take, and whether it is to show that a held transport works again."""

    row: OutboxLetter
    transport: str
    is_probe: bool = False


class Sender(threading.Thread):
    """Takes jobs until it gets None; `done` is called after each."""

    def __init__(self, jobs: "queue.SimpleQueue[Job | None]", done: Callable[[], None]) -> None:
        super().__init__(name="sender", daemon=True)
        self.jobs = jobs
        self.done = done
        self.lines: dict[str, Line] = {}
        self.busy_since: float | None = None
        self.line: Line | None = None

    def run(self) -> None:
        try:
            while (job := self._next_job()) is not None:
                self.busy_since = time.monotonic()
                try:
                    self._do(job)
                finally:
                    self.busy_since = None
                    self.done()
        finally:
            self._close_lines()
            connection.close()

    def lost(self) -> bool:
        """Tell whether it ended, or hangs where nothing can break it."""
        return not self.is_alive() or self._busy_for() > 2 * settings.MAIL_TRY_SECONDS

    def overdue(self) -> bool:
        """Tell whether the try in hand has taken longer than any may."""
        return self._busy_for() > settings.MAIL_TRY_SECONDS

    def abort(self) -> None:
        """Break the try in hand."""
        if self.line is not None:
            self.line.abort()

    def _next_job(self) -> Job | None:
        while True:
            try:
                return self.jobs.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                self._close_lines()
                connection.close()

    def _busy_for(self) -> float:
        return time.monotonic() - since if (since := self.busy_since) is not None else 0

    def _do(self, job: Job) -> None:
        row, transport, is_probe = job
        if not _lease_outlasts_a_try(row):
            return  # it waited here for too long; somebody else gets it when the lease ends
        try:
            self.line = self._line(transport)
            works = deliver(row, self.line, transport)
            if works and is_probe:
                Hold.release(transport)
            elif not (works or is_probe) and Hold.objects.filter(transport=transport).exists():
                self._give_back_what_is_ready()
        except (OperationalError, InterfaceError) as error:
            log.warning("The database does not answer (%s); letter %s waits", type(error).__name__, row.pk)
            connection.close()
        except Exception:
            log.exception("Letter %s is left to another try", row.pk)

    def _give_back_what_is_ready(self) -> None:
        """Put claimed letters back rather than have each of them try a login that was refused."""
        with contextlib.suppress(queue.Empty):
            while (job := self.jobs.get_nowait()) is not None:
                try:
                    insist(job.row.given_back)
                finally:
                    self.done()
            self.jobs.put(None)  # it was meant to end a sender

    def _line(self, transport: str) -> Line:
        if transport not in self.lines:
            self.lines[transport] = open_line(transport)
        return self.lines[transport]

    def _close_lines(self) -> None:
        for line in self.lines.values():
            line.close()


def _lease_outlasts_a_try(row: OutboxLetter) -> bool:
    lease_ends = row.due_at or row.valid_until
    return (lease_ends - timezone.now()).total_seconds() > settings.MAIL_TRY_SECONDS
