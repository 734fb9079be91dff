import contextlib
import select
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
    poll = select.poll()
    for file in files:
        poll.register(file, select.POLLIN)
    return [descriptor for descriptor, _event in poll.poll(seconds * 1000)]
