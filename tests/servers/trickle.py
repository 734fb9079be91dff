import socket
from threading import Event
from typing import override

from tests.servers.base import ConversingServer

PAUSE_SECONDS = 0.05


class TricklingServer(ConversingServer):
    """An SMTP server that begins an answer, line after line, and never ends it.

    The answer is the greeting if it begins with 220, else the one to the first command.
    """

    def __init__(self, beginning: str) -> None:
        super().__init__()
        self.beginning = beginning
        self.trickles = Event()
        self._stopping = Event()

    @override
    def stop(self) -> None:
        self._stopping.set()
        super().stop()

    @override
    def converse(self, client: socket.socket) -> None:
        if not self.beginning.startswith("220"):
            client.sendall(b"220 slow\r\n")
            client.recv(1000)
        while not self._stopping.wait(PAUSE_SECONDS):
            client.sendall(f"{self.beginning}wait\r\n".encode())
            self.trickles.set()
