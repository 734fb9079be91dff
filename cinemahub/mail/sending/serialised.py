"""One letter at a time, as long as that costs little."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUICK_SECONDS = 0.02


class SerialisedSending:
    """Senders of one worker take turns while the server answers at once; with one that takes its time they do not wait.

    Between a server's word that it has a letter and the commit of that, a killed worker leaves a letter that is sent
    again: one for each sender that is there. Next to the server a single sender keeps a core busy, so that only one
    needs to be; docs/scaling.md says what this costs in between.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._are_quick = True

    @contextmanager
    def turn(self) -> Iterator[None]:
        has_turn = self._are_quick and self._lock.acquire(timeout=QUICK_SECONDS)
        began = time.monotonic()
        try:
            yield
        finally:
            self._are_quick = time.monotonic() - began < QUICK_SECONDS
            if has_turn:
                self._lock.release()
