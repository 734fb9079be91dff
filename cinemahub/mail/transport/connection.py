"""A connection of a transport, kept open from letter to letter."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.mail import EmailMessage

from cinemahub.mail.diagnosis.vocabulary import Step

MAX_IDLE_SECONDS = 50  # load balancers in front of an API often end a connection after 60


class Connection(ABC):
    """`step` is how far the letter got; `host` is who answers."""

    def __init__(self, host: str, step: Step | None = None) -> None:
        self.host = host
        self.step = step
        self._busy_since: float | None = None

    def send(self, message: EmailMessage, before_last_word: Callable[[], object] = lambda: None) -> str:
        """Send to the message's only recipient and return what the other side said when it took it.

        `before_last_word` is called when the next thing said makes the other side take it.
        """

        def wait() -> None:
            self._busy_since = None  # the wait for other letters is no time of this one
            before_last_word()
            self._busy_since = time.monotonic()

        with self._timed():
            return self._send(message, wait)

    def close(self) -> None:
        """End the connection; the next `send` opens another."""
        with self._timed():
            self._close()

    def busy_for(self) -> float:
        """Return for how many seconds a `send` or `close` has been under way."""
        return time.monotonic() - since if (since := self._busy_since) is not None else 0

    @property
    def is_open(self) -> bool:
        """Tell whether the other side counts a connection."""
        return False

    def is_spent(self, idle_seconds: float) -> bool:
        """Tell whether one that nobody has used for so long should be closed."""
        return idle_seconds > MAX_IDLE_SECONDS

    @abstractmethod
    def abort(self) -> None:
        """Break a `send` or `close` that hangs, from another thread."""

    @abstractmethod
    def _send(self, message: EmailMessage, before_last_word: Callable[[], object]) -> str: ...

    @abstractmethod
    def _close(self) -> None: ...

    @contextmanager
    def _timed(self) -> Iterator[None]:
        self._busy_since = time.monotonic()
        try:
            yield
        finally:
            self._busy_since = None
