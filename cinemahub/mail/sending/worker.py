"""The worker: takes letters from the outbox and keeps its senders busy."""

import contextlib
import logging
import queue
import time
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, InterfaceError, connection

from cinemahub.mail.models import Circuit, OutboxLetter, Pace
from cinemahub.mail.models.database import database_now, explain, is_away
from cinemahub.mail.models.outbox_queryset import OutboxQuerySet
from cinemahub.mail.privacy.masking import traceback_without_words
from cinemahub.mail.sending.circuit import Circuits, needs_fallback
from cinemahub.mail.sending.compose import prefetch
from cinemahub.mail.sending.day_limit import DayLimits
from cinemahub.mail.sending.delivery import prepare
from cinemahub.mail.sending.housekeeping import Housekeeping
from cinemahub.mail.sending.jobs import Job
from cinemahub.mail.sending.news import News, Wake, news_for
from cinemahub.mail.sending.other_email import is_other
from cinemahub.mail.sending.route import Route, transports_of
from cinemahub.mail.sending.senders import Senders
from cinemahub.mail.signals import worker_started
from cinemahub.mail.transport.aliases import routes

MIN_POLL_SECONDS = 0.01
SECOND_LOOK_SECONDS = 0.05  # after news of a letter that, by this host's clock, is not due yet
CLAIMED_FOR_EACH, MIN_CLAIMED = 8, 16  # connection, at once: claiming costs each letter little
PAUSE_WITHOUT_DATABASE_SECONDS = 1

log = logging.getLogger(__name__)


class MailWorker:
    """Claims, prepares and hands out, over so many connections of each transport.

    transport: send by this one alone
    unconfirmed: how many letters of a transport may wait for the server's last word at once
    """

    def __init__(self, *, connections: int, transport: str = "", unconfirmed: int = 1) -> None:
        self.wake = Wake()
        self.news = News(self.wake)
        self.has_news = self.has_more = False
        self.circuits = Circuits()
        self.day_limits = DayLimits()
        names = [transport] if transport else routes()
        self.transports = [each for name in names for each in transports_of(name)]
        self.housekeeping = Housekeeping(self.transports)
        may_send = self.housekeeping.is_known_to_live
        self.routes = [
            Route(name, Senders(connections, unconfirmed, self.circuits, may_send, self.wake.set)) for name in names
        ]
        self.stopping = False
        self.pause = self.news.poll_seconds

    def run(self) -> None:
        """Send until `stop` is called, then finish what is in hand."""
        worker_started.send_robust(sender=type(self))
        self.news = news_for(self.wake)
        self.news.begin()
        while not self.stopping:
            self._turn_or_wait()
        log.info("Shutting down after the current sends")
        self._finish()

    def run_once(self) -> None:
        """Send what is due now, then end."""
        is_busy = True
        while is_busy and not self.stopping:
            is_busy = any(route.senders.in_hand() for route in self.routes)
            is_busy |= self._turn_or_wait() > 0
        self._finish()

    def stop(self) -> None:
        """Have `run` end; callable from a signal handler, so it takes no lock."""
        self.stopping = True
        self.wake.set()

    def _turn_or_wait(self) -> int:
        """Hand out what is due; wait if there is nothing, or nobody free."""
        self.news.forget()
        self.has_more, self.pause = False, SECOND_LOOK_SECONDS if self.has_news else self.news.poll_seconds
        try:
            handed_out = self._turn()
        except (DatabaseError, InterfaceError) as error:
            log.warning("%s", explain(error))
            connection.close()
            self.wake.wait(PAUSE_WITHOUT_DATABASE_SECONDS)
            return 0
        self.has_news = not (self.has_more or self.stopping) and self.news.wait(self.pause)
        return handed_out

    def _turn(self) -> int:
        for route in self.routes:
            route.senders.look_after()
        self.housekeeping.do()
        self._wait_no_longer_than(self.housekeeping.seconds_to_beat())
        busy = [route for route in self.routes if route.has_work()]
        if not busy:
            return 0
        circuits = self.circuits.read(self.transports)
        return sum([self._serve(route, circuits) for route in busy])

    def _serve(self, route: Route, circuits: Mapping[str, Circuit]) -> int:
        for transport in route.transports:
            circuit = circuits.get(transport)
            if circuit is None:
                return self._hand_out(route, transport)
            route.senders.heed(circuit)
            if self._probe(route, circuit):
                self.has_more = True
                return 1
            if not needs_fallback(circuit):
                break
        return 0

    def _hand_out(self, route: Route, transport: str) -> int:
        """Claim as many letters as go at the transport's pace, prepare them, and let the senders have them."""
        most = max(CLAIMED_FOR_EACH * route.senders.allowed, MIN_CLAIMED)
        is_paced = Pace.objects.filter(transport=transport).exists()
        ahead, least_urgent = self.day_limits.places(transport, most, is_paced=is_paced)
        if not ahead:
            return 0
        letters = route.letters(min(least_urgent, route.least_urgent()))
        at_its_pace = route.senders.idle()
        places, wait = Pace.reserve(transport, ahead, at_its_pace=at_its_pace) if is_paced else (ahead, 0)
        if not places:
            self._wait_no_longer_than(wait)
            return 0
        rows = self._claim(places, letters)
        if len(rows) < places < ahead:
            Pace.give_back(transport, places - len(rows))
        self.has_more |= len(rows) == places
        self._prefetch(rows)
        for row in rows:
            self._prepare(row, route, transport)
        return len(rows)

    def _probe(self, route: Route, circuit: Circuit) -> bool:
        """Have one letter find out whether a transport works, if it is time to; somebody else's than the last."""
        self._wait_no_longer_than((circuit.probe_at - database_now()).total_seconds())
        if not (route.has_due() and circuit.claim_probe()):
            return False
        letters = route.letters()
        rows = self._claim(1, letters.exclude(address_hash=circuit.probed_by)) or self._claim(1, letters)
        for row in rows:
            circuit.probe_by(row.address_hash)
            Pace.reserve(circuit.transport, 1, at_its_pace=1, at_least=1)
            if self._prepare(row, route, circuit.transport, is_probe=True):
                return True
        Circuit.release_probe(circuit.transport)
        return bool(rows)

    def _claim(self, most: int, letters: OutboxQuerySet) -> list[OutboxLetter]:
        lease_for = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        return letters.claim(most, lease_for=lease_for, worker=self.housekeeping.identity.pk)

    def _prefetch(self, rows: list[OutboxLetter]) -> None:
        """Find at once what letters need; if that fails each looks for itself, and fails for itself."""
        try:
            prefetch(rows)
        except (DatabaseError, InterfaceError):
            connection.close()
        except Exception as error:
            log.error("What emails need is looked up one by one", exc_info=traceback_without_words(error))

    def _prepare(self, row: OutboxLetter, route: Route, transport: str, *, is_probe: bool = False) -> bool:
        """Compose it here, while the senders talk to the server; False if there is nothing to send."""
        if self.stopping or (is_other(row) and route.senders.jobs.is_full()):
            row.released()
            return False
        message = self._message(row, transport)
        if message is not None:
            route.senders.jobs.put(Job(row, message, transport, is_probe))
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
        for route in self.routes:
            with contextlib.suppress(queue.Empty, DatabaseError, InterfaceError):  # a lease ends by itself, too
                while (job := route.senders.jobs.get_nowait()) is not None:
                    job.row.released()
            route.senders.tell_to_end()
        for route in self.routes:
            route.senders.wait_for_end()
        self.news.end()
        with contextlib.suppress(DatabaseError, InterfaceError):
            self.housekeeping.sign_off()
