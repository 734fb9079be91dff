"""What the servers have in common: an address on loopback, and a beginning and an end."""

import socket
import socketserver
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import TracebackType
from typing import Self, override

from tests.servers.ports import listens

START_SECONDS = 30
POLL_SECONDS = 0.05


class Server(ABC):
    """A server on 127.0.0.1 while its context lasts; start() after stop() takes the same port again."""

    host = "127.0.0.1"
    port: int

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def stop(self) -> None: ...

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def conversing(handler: type[socketserver.BaseRequestHandler], port: int = 0) -> Iterator[int]:
    """Have each connection to a port handled in a thread; gives the port."""
    with _Listener((Server.host, port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": POLL_SECONDS})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def wait_until_open(port: int, is_alive: Callable[[], bool] = lambda: True) -> bool:
    """Tell whether a server came to listen; not if it ended before, or took too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and is_alive():
        if listens(port):
            return True
        time.sleep(POLL_SECONDS)
    return False


class ConversingServer(Server):
    """A server that talks with each of its clients in a thread; what it does is `converse`."""

    port = 0

    def __init__(self) -> None:
        self.connections = 0

    @abstractmethod
    def converse(self, client: socket.socket) -> None: ...

    @override
    def start(self) -> None:
        server = self

        class Conversation(socketserver.BaseRequestHandler):
            @override
            def handle(self) -> None:
                server.connections += 1
                with suppress(OSError):
                    server.converse(self.request)

        self._open = ExitStack()
        self.port = self._open.enter_context(conversing(Conversation, self.port))

    @override
    def stop(self) -> None:
        self._open.close()
