"""The connections of a worker, kept from one letter to the next for as long as their servers like it."""

import threading
import time
from typing import NamedTuple

from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.delivery import Way
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.transport.open import open_connection

SPARE_SECONDS = 20  # for connections beyond the first: a server has only so many for all


class Resting(NamedTuple):
    way: Way
    since: float

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.since


class Ways:
    """Any sender may take any way that rests, so that a lone letter goes over the connection that is open."""

    def __init__(self, circuits: Circuits, serialised: SerialisedSending) -> None:
        self.circuits = circuits
        self.serialised = serialised
        self._in_use: list[Way] = []
        self._resting: dict[str, list[Resting]] = {}
        self._lock = threading.Lock()

    def take(self, transport: str) -> Way:
        """Take the one that was used last, one that is open if there is any; a new one if none rests."""
        with self._lock:
            resting = self._resting.setdefault(transport, [])
            if resting:
                latest = max(resting, key=lambda each: (each.way.connection.is_open, each.since))
                resting.remove(latest)
                way = latest.way
            else:
                way = Way(transport, open_connection(transport), self.circuits, self.serialised)
            self._in_use.append(way)
        return way

    def give_back(self, way: Way) -> None:
        with self._lock:
            self._in_use.remove(way)
            self._resting[way.transport].append(Resting(way, time.monotonic()))

    def take_spent(self) -> Way | None:
        """Take one to close: its server ended it, or will soon, or nobody has needed it for a while beside another."""
        with self._lock:
            for resting in self._resting.values():
                for place, each in enumerate(reversed(resting)):
                    is_spare = place > 0 and each.seconds > SPARE_SECONDS
                    if is_spare or each.way.connection.is_spent(each.seconds):
                        return self._take_out(each)
        return None

    def take_any(self) -> Way | None:
        """Take the one that has rested for longest, to close it."""
        with self._lock:
            longest = min((each for resting in self._resting.values() for each in resting), key=_since, default=None)
            return self._take_out(longest) if longest else None

    def open_to(self, transport: str) -> int:
        """Count the connections that the other side counts."""
        with self._lock:
            resting = [each.way for each in self._resting.get(transport, [])]
            in_use = [way for way in self._in_use if way.transport == transport]
            return sum(way.connection.is_open for way in resting + in_use)

    def _take_out(self, each: Resting) -> Way:
        self._resting[each.way.transport].remove(each)
        self._in_use.append(each.way)
        return each.way

    def drop(self, way: Way) -> None:
        """Forget one that was closed."""
        with self._lock:
            self._in_use.remove(way)


def _since(each: Resting) -> float:
    return each.since
