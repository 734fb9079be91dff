"""The worker: takes letters from the outbox and keeps its senders busy."""

import contextlib
import logging
import queue
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, InterfaceError, connection

from cinemahub.mail.letters import declared_letters
from cinemahub.mail.models import Circuit, OutboxLetter, Pace
from cinemahub.mail.models.database import database_now, explain, is_away
from cinemahub.mail.models.outbox_queryset import OutboxQuerySet
from cinemahub.mail.privacy.masking import traceback_without_words
from cinemahub.mail.sending.circuit import Circuits, needs_fallback
from cinemahub.mail.sending.compose import prefetch
from cinemahub.mail.sending.day_limit import DayLimits
from cinemahub.mail.sending.delivery import prepare
from cinemahub.mail.sending.housekeeping import Housekeeping
from cinemahub.mail.sending.sender import Job
from cinemahub.mail.sending.senders import Senders
from cinemahub.mail.signals import worker_started

POLL_SECONDS = 0.25
MIN_POLL_SECONDS = 0.01
READY_FOR_EACH = 8  # letters claimed ahead for each connection, so that claiming costs each of them little
PAUSE_WITHOUT_DATABASE_SECONDS = 1
FALLBACK = "fallback"

log = logging.getLogger(__name__)


class MailWorker:
    """Claims, prepares and hands out; `unconfirmed` is how many letters may wait for the server's last word at once."""

    def __init__(self, *, connections: int, transport: str = "default", unconfirmed: int = 1) -> None:
        self.transports = [transport, FALLBACK] if FALLBACK in settings.MAILERS else [transport]
        self.wake = threading.Event()
        self.circuits = Circuits()
        self.day_limits = DayLimits()
        self.housekeeping = Housekeeping(self.transports)
        self.senders = Senders(connections, unconfirmed, self.circuits, self.housekeeping.is_known_to_live, self.wake)
        self.stopping = False
        self.pause = POLL_SECONDS

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
            is_busy = self.senders.in_hand() > 0
            is_busy |= self._turn_or_wait() > 0
        self._finish()

    def stop(self) -> None:
        """Have `run` end; callable from a signal handler, so it takes no lock."""
        self.stopping = True

    def _turn_or_wait(self) -> int:
        """Hand out what is due; wait if there is nothing, or nobody free."""
        self.wake.clear()
        handed_out, self.pause = 0, POLL_SECONDS
        try:
            handed_out = self._turn()
        except (DatabaseError, InterfaceError) as error:
            log.warning("%s", explain(error))
            connection.close()
            self.pause = PAUSE_WITHOUT_DATABASE_SECONDS
        if not handed_out:
            self.wake.wait(self.pause)
        return handed_out

    def _turn(self) -> int:
        self.senders.look_after()
        self.housekeeping.do()
        if not self.senders.need_more() or not (self.senders.in_hand() or self._is_anything_due()):
            return 0
        circuits = self.circuits.read(self.transports)
        for transport in self.transports:
            circuit = circuits.get(transport)
            if circuit is None:
                return self._hand_out(transport)
            self.senders.heed(circuit)
            if self._probe(circuit):
                return 1
            if not needs_fallback(circuit):
                break
        return 0

    def _hand_out(self, transport: str) -> int:
        """Claim as many letters as go at the transport's pace, prepare them, and let the senders have them."""
        ahead, priority = self.day_limits.places(transport, READY_FOR_EACH * self.senders.allowed)
        if not ahead:
            return 0
        places, wait = Pace.reserve(transport, ahead, at_its_pace=self.senders.idle())
        if not places:
            self._wait_no_longer_than(wait)
            return 0
        rows = self._claim(places, self._known().filter(priority__lte=priority))
        if len(rows) < places < ahead:
            Pace.give_back(transport, places - len(rows))
        self._prefetch(rows)
        for row in rows:
            self._prepare(row, transport)
        return len(rows)

    def _probe(self, circuit: Circuit) -> bool:
        """Have one letter find out whether a transport works, if it is time to; somebody else's than the last."""
        self._wait_no_longer_than((circuit.probe_at - database_now()).total_seconds())
        if not (self._is_anything_due() and circuit.claim_probe()):
            return False
        others = self._known().exclude(address_hash=circuit.probed_by)
        rows = self._claim(1, others) or self._claim(1, self._known())
        for row in rows:
            circuit.probe_by(row.address_hash)
            Pace.reserve(circuit.transport, 1, at_its_pace=1, at_least=1)
            if self._prepare(row, circuit.transport, is_probe=True):
                return True
        Circuit.release_probe(circuit.transport)
        return bool(rows)

    def _claim(self, most: int, letters: OutboxQuerySet) -> list[OutboxLetter]:
        lease_for = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        return letters.claim(most, lease_for=lease_for, worker=self.housekeeping.identity.pk)

    def _is_anything_due(self) -> bool:
        """Ask what costs least, as an idle worker does so all the time."""
        return self._known().due(database_now()).exists()

    def _known(self) -> OutboxQuerySet:
        """Leave letters of kinds that another version declares to its workers."""
        return OutboxLetter.objects.filter(kind__in=[letter.name for letter in declared_letters()])

    def _prefetch(self, rows: list[OutboxLetter]) -> None:
        """Find at once what letters need; if that fails each looks for itself, and fails for itself."""
        try:
            prefetch(rows)
        except (DatabaseError, InterfaceError):
            connection.close()
        except Exception as error:
            log.error("Letters are looked up one by one", exc_info=traceback_without_words(error))

    def _prepare(self, row: OutboxLetter, transport: str, *, is_probe: bool = False) -> bool:
        """Compose it here, while the senders talk to the server; False if there is nothing to send."""
        if self.stopping:
            row.released()
            return False
        message = self._message(row, transport)
        if message is not None:
            self.senders.jobs.put(Job(row, message, transport, is_probe))
        return message is not None

    def _message(self, row: OutboxLetter, transport: str) -> EmailMessage | None:
        while True:
            try:
                return prepare(row, transport)
            except (DatabaseError, InterfaceError) as error:
                if self.stopping or not is_away(error):
                    raise
                log.warning("%s, trying again", explain(error))
                connection.close()
                time.sleep(PAUSE_WITHOUT_DATABASE_SECONDS)

    def _wait_no_longer_than(self, seconds: float) -> None:
        self.pause = min(self.pause, max(seconds, MIN_POLL_SECONDS))

    def _finish(self) -> None:
        """Give back what nobody has begun, let the senders end, sign off."""
        with contextlib.suppress(queue.Empty, DatabaseError, InterfaceError):  # a lease ends by itself, too
            while (job := self.senders.jobs.get_nowait()) is not None:
                job.row.released()
        self.senders.end()
        with contextlib.suppress(DatabaseError, InterfaceError):
            self.housekeeping.sign_off()
