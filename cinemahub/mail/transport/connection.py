"""A connection of a transport, kept open from letter to letter."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.mail import EmailMessage

from cinemahub.mail.diagnosis.vocabulary import Step


class Connection(ABC):
    """`step` is how far the letter got; `host` is who answers."""

    def __init__(self, host: str, step: Step | None = None) -> None:
        self.host = host
        self.step = step
        self._busy_since: float | None = None

    def send(self, message: EmailMessage) -> str:
        """Send to the message's only recipient and return what the other side said when it took it."""
        with self._timed():
            return self._send(message)

    def close(self) -> None:
        """End the connection; the next `send` opens another."""
        with self._timed():
            self._close()

    def busy_for(self) -> float:
        """Return for how many seconds a `send` or `close` has been under way."""
        return time.monotonic() - since if (since := self._busy_since) is not None else 0

    @abstractmethod
    def abort(self) -> None:
        """Break a `send` or `close` that hangs, from another thread."""

    @abstractmethod
    def _send(self, message: EmailMessage) -> str: ...

    @abstractmethod
    def _close(self) -> None: ...

    @contextmanager
    def _timed(self) -> Iterator[None]:
        self._busy_since = time.monotonic()
        try:
            yield
        finally:
            self._busy_since = None
