import socket
import socketserver
from contextlib import ExitStack, suppress
from threading import Event
from typing import override

from tests.servers.base import Server, conversing

PAUSE_SECONDS = 0.05


class TricklingServer(Server):
    """An SMTP server that begins an answer, line after line, and never ends it.

    The answer is the greeting if it begins with 220, else the one to the first command.
    """

    port = 0

    def __init__(self, beginning: str) -> None:
        self.beginning = beginning
        self.trickles = Event()
        self._stopping = Event()

    @override
    def start(self) -> None:
        server = self

        class Conversation(socketserver.BaseRequestHandler):
            @override
            def handle(self) -> None:
                with suppress(OSError):
                    server._trickle(self.request)

        self._open = ExitStack()
        self.port = self._open.enter_context(conversing(Conversation, self.port))

    @override
    def stop(self) -> None:
        self._stopping.set()
        self._open.close()

    def _trickle(self, client: socket.socket) -> None:
        if not self.beginning.startswith("220"):
            client.sendall(b"220 slow\r\n")
            client.recv(1000)
        while not self._stopping.wait(PAUSE_SECONDS):
            client.sendall(f"{self.beginning}wait\r\n".encode())
            self.trickles.set()
