import contextlib
import selectors
import socket
from collections.abc import Iterable
from typing import Protocol


class HasFileno(Protocol):
    def fileno(self) -> int: ...


class Wake:
    """An event that takes no lock, so that a signal handler can set it, and that is waited for together with files."""

    def __init__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        self._receiver.settimeout(0)
        self._sender.settimeout(0)

    def fileno(self) -> int:
        return self._receiver.fileno()

    def set(self) -> None:
        with contextlib.suppress(BlockingIOError):  # it is set many times over
            self._sender.send(b"!")

    def clear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._receiver.recv(4096):
                pass

    def wait(self, seconds: float) -> bool:
        """Tell whether it was set."""
        return bool(ready([self], seconds))


def ready(files: Iterable[HasFileno], seconds: float) -> list[int]:
    """Return the descriptors of those that can be read, as soon as there are any."""
    with selectors.DefaultSelector() as selector:  # and not poll, which Windows does not have
        for file in files:
            selector.register(file, selectors.EVENT_READ)
        return [key.fd for key, _events in selector.select(seconds)]
