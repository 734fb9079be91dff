import socket
from threading import Event, Thread
from types import TracebackType
from typing import Self

PAUSE_SECONDS = 0.05
STOP_SECONDS = 10


class TricklingServer:
    """An SMTP server on 127.0.0.1 that begins an answer, line after line, and never ends it.

    The answer is the greeting if it begins with 220, else the one to the first command.
    """

    host = "127.0.0.1"

    def __init__(self, beginning: str) -> None:
        self.beginning = beginning
        self.port = 0
        self.trickles = Event()
        self._stopping = Event()

    def __enter__(self) -> Self:
        self._listener = socket.create_server((self.host, 0))
        self.port = int(self._listener.getsockname()[1])
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # ends accept()
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self._trickle, args=[client], daemon=True).start()

    def _trickle(self, client: socket.socket) -> None:
        with client:
            try:
                if not self.beginning.startswith("220"):
                    client.sendall(b"220 slow\r\n")
                    client.recv(1000)
                while not self._stopping.wait(PAUSE_SECONDS):
                    client.sendall(f"{self.beginning}wait\r\n".encode())
                    self.trickles.set()
            except OSError:
                return
