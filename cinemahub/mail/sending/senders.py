"""The senders of a worker: how many there are, and whether each still gets on."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from cinemahub.mail.letters import Priority
from cinemahub.mail.models import Circuit
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.jobs import Jobs
from cinemahub.mail.sending.sender import Sender
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.sending.ways import Ways

READY_FOR_EACH = 2  # one in work, one to go on with
MIN_READY = 4  # or one connection would wait for each claim
END_POLL_SECONDS = 0.05
TOO_MANY = "too_many_connections"
TRY_MORE_AFTER_SECONDS = 600

log = logging.getLogger(__name__)


class Senders:
    """As many as the server lets connect, up to `connections`."""

    def __init__(
        self,
        connections: int,
        unconfirmed: int,
        circuits: Circuits,
        may_send: Callable[[], bool],
        wake: Callable[[], object],
    ) -> None:
        self.connections = self.allowed = connections
        self.jobs = Jobs()
        self.circuits = circuits
        self.ways = Ways(circuits, SerialisedSending(unconfirmed))
        self.may_send = may_send
        self.wake = wake
        self.threads: list[Sender] = []
        self._refused_since: datetime | None = None
        self._changed_at = time.monotonic()

    def in_hand(self, least_urgent: Priority = Priority.BULK) -> int:
        """Count what waits and is as urgent as that, and what is being sent."""
        return self.jobs.qsize(least_urgent) + sum(sender.is_busy for sender in self.threads)

    def idle(self) -> int:
        return max(self.allowed - self.in_hand(), 0)

    def need_more(self, least_urgent: Priority = Priority.BULK) -> bool:
        """Tell whether they could soon run out of what is as urgent as that."""
        if least_urgent == Priority.BULK and self.jobs.is_full():
            return False
        return self.in_hand(least_urgent) <= max(READY_FOR_EACH * self.allowed, MIN_READY)

    def look_after(self) -> None:
        """Break tries that take too long, replace senders that are lost, send away those that are too many."""
        if self.allowed < self.connections and time.monotonic() - self._changed_at > TRY_MORE_AFTER_SECONDS:
            self._allow(self.allowed + 1)
        for place, sender in enumerate(self.threads):
            if sender.overdue():
                sender.abort()
            if sender.lost() or place >= self.allowed:
                sender.leave()
        self.threads = [sender for sender in self.threads if not sender.is_left]
        while len(self.threads) < self.allowed:
            sender = Sender(self.jobs, self.circuits, self.ways, may_send=self.may_send, done=self._done)
            self.threads.append(sender)
            sender.start()

    def heed(self, circuit: Circuit) -> None:
        """Use no more connections than there were when the server refused one more."""
        if circuit.code == TOO_MANY and circuit.since != self._refused_since:
            self._refused_since = circuit.since
            connected = self.ways.open_to(circuit.transport)
            self._allow(max(min(connected, self.allowed - 1), 1))

    def tell_to_end(self) -> None:
        for _ in self.threads:
            self.jobs.put(None)

    def wait_for_end(self) -> None:
        deadline = time.monotonic() + settings.MAIL_TRY_SECONDS
        while any(sender.is_alive() for sender in self.threads) and time.monotonic() < deadline:
            time.sleep(END_POLL_SECONDS)  # in short steps: a join() that has just begun would not notice a signal

    def _allow(self, connections: int) -> None:
        self.allowed, self._changed_at = connections, time.monotonic()
        log.info("Sending over up to %d connections from now on", connections)

    def _done(self) -> None:
        if self.need_more():
            self.wake()
