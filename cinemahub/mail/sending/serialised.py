"""How many letters may wait for the server's last word at once."""

import threading
from types import TracebackType
from typing import Self

MAX_WAIT_SECONDS = 4


class SerialisedSending:
    """What the server has taken and the database does not know of yet is sent again after `kill -9`, under the same
    Message-ID. So no more letters than `at_once` are between the end of their text and the commit of their result.

    Nobody waits longer than MAX_WAIT_SECONDS for a letter whose server is silent.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._places = threading.BoundedSemaphore(at_once)

    def turn(self) -> "Turn":
        return Turn(self._places)


class Turn:
    """Ends with the block; begins within it, as soon as the letter's last word is to be said."""

    def __init__(self, places: threading.BoundedSemaphore) -> None:
        self._places = places
        self._has_place = False

    def begin(self) -> None:
        if not self._has_place:
            self._has_place = self._places.acquire(timeout=MAX_WAIT_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._has_place:
            self._places.release()
