"""The worker: takes letters from the outbox and keeps its senders busy."""

import contextlib
import logging
import queue
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from cinemahub.mail.models import Hold, OutboxLetter, Worker
from cinemahub.mail.models.worker import BEAT_SECONDS
from cinemahub.mail.patience import insist
from cinemahub.mail.purge import purge
from cinemahub.mail.sender import Job, Sender
from cinemahub.mail.signals import day_passed

POLL_SECONDS = 0.25
READY_FOR_EACH = 4  # letters claimed ahead for each connection, so that claiming costs each of them little
PAUSE_WITHOUT_DATABASE_SECONDS = 1
PURGE_EVERY_SECONDS = 24 * 3600
FALLBACK = "fallback"

log = logging.getLogger(__name__)


class MailWorker:
    def __init__(self, *, connections: int, transport: str = "default") -> None:
        self.connections = connections
        self.transports = [transport, FALLBACK] if FALLBACK in settings.MAILERS else [transport]
        self.identity = Worker()
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.in_hand = 0
        self.lock = threading.Lock()
        self.wake = threading.Event()
        self.stopping = False
        self.senders = [self._start_sender() for _ in range(connections)]
        self.beaten_at = self.purged_at = float("-inf")

    def run(self) -> None:
        """Send until `stop` is called, then finish what is in hand."""
        while not self.stopping:
            self._turn_or_wait(POLL_SECONDS)
        self._finish()

    def run_once(self) -> None:
        """Send what is due now, then end."""
        while not self.stopping and (self._turn_or_wait(POLL_SECONDS) or self.in_hand):
            pass
        self._finish()

    def stop(self) -> None:
        self.stopping = True
        self.wake.set()

    def _turn_or_wait(self, seconds: float) -> int:
        """Hand out what is due; wait if there is nothing, or nobody free."""
        self.wake.clear()
        try:
            handed_out = self._turn()
        except (OperationalError, InterfaceError) as error:
            log.warning("The database does not answer (%s)", type(error).__name__)
            connection.close()
            handed_out, seconds = 0, PAUSE_WITHOUT_DATABASE_SECONDS
        if not handed_out:
            self.wake.wait(seconds)
        return handed_out

    def _turn(self) -> int:
        self._look_after_itself()
        if self.in_hand > self.connections:
            return 0
        transport, most, is_probe = self._way(READY_FOR_EACH * self.connections)
        if transport is None:
            return 0
        rows = OutboxLetter.objects.claim(most, lease_for=timedelta(seconds=settings.MAIL_LEASE_SECONDS))
        with self.lock:
            self.in_hand += len(rows)
        for row in rows:
            self.jobs.put(Job(row, transport, is_probe))
        return len(rows)

    def _way(self, room: int) -> tuple[str | None, int, bool]:
        """Choose a transport, how many letters may take it now, and whether they are to find out if it works."""
        holds = {hold.transport: hold for hold in Hold.objects.all()}
        for transport in self.transports:
            if transport not in holds:
                return transport, room, False
            if OutboxLetter.objects.due(timezone.now()).exists() and holds[transport].claim_probe():
                return transport, 1, True
        return None, 0, False

    def _look_after_itself(self) -> None:
        now = time.monotonic()
        for index, sender in enumerate(self.senders):
            if sender.overdue():
                sender.abort()
            if sender.lost():
                self.senders[index] = self._start_sender()
        if now - self.beaten_at > BEAT_SECONDS:
            self.identity.beat()
            self.beaten_at = now
        if now - self.purged_at > PURGE_EVERY_SECONDS and purge() == 0:  # a little at every turn: letters do not wait
            self.purged_at = now
            day_passed.send_robust(sender=type(self))

    def _start_sender(self) -> Sender:
        sender = Sender(self.jobs, self._done)
        sender.start()
        return sender

    def _done(self) -> None:
        with self.lock:
            self.in_hand -= 1
            needs_more = self.in_hand <= self.connections
        if needs_more:
            self.wake.set()

    def _finish(self) -> None:
        """Give back what nobody has begun, let the senders end, sign off."""
        with contextlib.suppress(queue.Empty):
            while (job := self.jobs.get_nowait()) is not None:
                insist(job.row.given_back)
        for _ in self.senders:
            self.jobs.put(None)
        deadline = time.monotonic() + settings.MAIL_TRY_SECONDS
        for sender in self.senders:
            sender.join(max(0, deadline - time.monotonic()))
        insist(self.identity.delete)
