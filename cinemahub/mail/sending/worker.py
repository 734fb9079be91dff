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
from cinemahub.mail.privacy.masking import traceback_without_words
from cinemahub.mail.sending.circuit import Brake
from cinemahub.mail.sending.compose import prefetch
from cinemahub.mail.sending.delivery import prepare
from cinemahub.mail.sending.purge import purge
from cinemahub.mail.sending.sender import Job, Sender
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.signals import day_passed, worker_started

POLL_SECONDS = 0.25
END_POLL_SECONDS = 0.05
READY_FOR_EACH = 8  # letters claimed ahead for each connection, so that claiming costs each of them little
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
        self.brake = Brake()
        self.turns = SerialisedSending()
        self.wake = threading.Event()
        self.stopping = False
        self.senders: list[Sender] = []
        self.beaten_at = self.purged_at = float("-inf")
        self.has_started = False

    def run(self) -> None:
        """Send until `stop` is called, then finish what is in hand."""
        worker_started.send_robust(sender=type(self))
        while not self.stopping:
            self._turn_or_wait()
        log.info("Ending as soon as the letters in hand are done")
        self._finish()

    def run_once(self) -> None:
        """Send what is due now, then end."""
        is_busy = True
        while is_busy and not self.stopping:
            is_busy = self._in_hand() > 0
            is_busy |= self._turn_or_wait() > 0
        self._finish()

    def stop(self) -> None:
        """Have `run` end; callable from a signal handler, so it takes no lock."""
        self.stopping = True

    def _turn_or_wait(self) -> int:
        """Hand out what is due; wait if there is nothing, or nobody free."""
        self.wake.clear()
        handed_out, pause = 0, POLL_SECONDS
        try:
            handed_out = self._turn()
        except (OperationalError, InterfaceError) as error:
            log.warning("The database does not answer (%s)", type(error).__name__)
            connection.close()
            pause = PAUSE_WITHOUT_DATABASE_SECONDS
        if not handed_out:
            self.wake.wait(pause)
        return handed_out

    def _turn(self) -> int:
        self._look_after_senders()
        self._look_after_itself()
        if not self._needs_more() or not (self._in_hand() or self._is_anything_due()):
            return 0
        holds = self.brake.look()
        for transport in self.transports:
            if transport not in holds:
                return self._hand_out(READY_FOR_EACH * self.connections, transport)
            if self._probe(holds[transport]):
                return 1
        return 0

    def _probe(self, hold: Hold) -> bool:
        """Have one letter find out whether a held transport works, if it is time to."""
        if not (self._is_anything_due() and hold.claim_probe()):
            return False
        if not self._hand_out(1, hold.transport, is_probe=True):
            hold.release_probe()
            return False
        return True

    def _is_anything_due(self) -> bool:
        """Ask what costs least, as an idle worker does so all the time."""
        return bool(OutboxLetter.objects.due(timezone.now()).exists())

    def _hand_out(self, most: int, transport: str, *, is_probe: bool = False) -> int:
        rows = OutboxLetter.objects.claim(most, lease_for=timedelta(seconds=settings.MAIL_LEASE_SECONDS))
        if not is_probe:
            self._prefetch(rows)
        for row in rows:
            self._prepare(Job(row, transport, is_probe))
        return len(rows)

    def _prefetch(self, rows: list[OutboxLetter]) -> None:
        """Find at once what letters need; if that fails each looks for itself, and fails for itself."""
        try:
            prefetch(rows)
        except (OperationalError, InterfaceError):
            connection.close()
        except Exception as error:
            log.error("Letters are looked up one by one", exc_info=traceback_without_words(error))

    def _prepare(self, job: Job) -> None:
        """Compose it here, meanwhile the senders talk to the server; they do what needs more patience themselves."""
        if self.stopping or job.is_probe:
            self.jobs.put(job)
            return
        try:
            message = prepare(job.row, job.transport)
        except (OperationalError, InterfaceError):
            connection.close()
            self.jobs.put(job)
        else:
            if message is not None:
                self.jobs.put(job._replace(message=message))

    def _needs_more(self) -> bool:
        return self._in_hand() <= 2 * self.connections  # one in work and one ready for each

    def _in_hand(self) -> int:
        return self.jobs.qsize() + sum(sender.is_busy for sender in self.senders)

    def _look_after_senders(self) -> None:
        for sender in self.senders:
            if sender.overdue():
                sender.abort()
            if sender.lost():
                sender.leave()
        self.senders = [sender for sender in self.senders if not sender.is_left]
        while len(self.senders) < self.connections:
            self.senders.append(Sender(self.jobs, self.brake, self.turns, self._done))
            self.senders[-1].start()

    def _look_after_itself(self) -> None:
        now = time.monotonic()
        if not self.has_started:
            Hold.probe_now(self.transports)  # its settings may be corrected ones
            self.has_started = True
        if now - self.beaten_at > BEAT_SECONDS:
            self.identity.beat()
            self.beaten_at = now
        if now - self.purged_at > PURGE_EVERY_SECONDS and purge() == 0:  # a little at every turn: letters do not wait
            self.purged_at = now
            day_passed.send_robust(sender=type(self))

    def _done(self) -> None:
        if self._needs_more():
            self.wake.set()

    def _finish(self) -> None:
        """Give back what nobody has begun, let the senders end, sign off."""
        with contextlib.suppress(queue.Empty, OperationalError, InterfaceError):  # a lease ends by itself, too
            while (job := self.jobs.get_nowait()) is not None:
                job.row.released()
        for _ in self.senders:
            self.jobs.put(None)
        deadline = time.monotonic() + settings.MAIL_TRY_SECONDS
        while any(sender.is_alive() for sender in self.senders) and time.monotonic() < deadline:
            time.sleep(END_POLL_SECONDS)  # in short steps: a join() that has just begun would not notice a signal
        with contextlib.suppress(OperationalError, InterfaceError):
            self.identity.delete()
