"""How many letters may wait for the server's last word at once."""

import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import Self


class NoTurnError(Exception):
    """The letters before this one took so long that its lease could end before its result is written."""


class SerialisedSending:
    """What the server has taken and the database does not know of yet is sent again after `kill -9`, under the same
    Message-ID. So no more letters than `at_once` are between the end of their text and the commit of their result.

    How long a letter waits for its turn depends on its lease alone: a server may take its time for each.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._places = threading.BoundedSemaphore(at_once)

    def turn(self, patience: timedelta) -> "Turn":
        return Turn(self._places, patience)


class Turn:
    """Ends with the block; begins within it, as soon as the letter's last word is to be said."""

    def __init__(self, places: threading.BoundedSemaphore, patience: timedelta) -> None:
        self._places = places
        self._deadline = time.monotonic() + patience.total_seconds()
        self._has_place = False

    def begin(self) -> None:
        """Wait for a place; NoTurnError if there was none in time."""
        if self._has_place:
            return
        self._has_place = self._places.acquire(timeout=max(self._deadline - time.monotonic(), 0))
        if not self._has_place:
            raise NoTurnError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._has_place:
            self._places.release()
