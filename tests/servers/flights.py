"""An SMTP server that offers PIPELINING and answers a flight of commands as it is told to, rightly or wrongly."""

import socket
from collections.abc import Sequence
from typing import override

from tests.servers.base import ConversingServer

GREETING, OFFER, OK, GO_AHEAD = (
    b"220 flights\r\n",
    b"250-flights\r\n250 PIPELINING\r\n",
    b"250 Ok\r\n",
    b"354 Go on\r\n",
)
NO_RECIPIENT = b"554 5.5.1 Error: no valid recipients\r\n"


class FlightServer(ConversingServer):
    """Answers the first flights with `answers`, one write each, and hangs up after those if it `cuts`; whatever else
    is said, it answers as it should. `texts` are the letters it has taken, a lone dot being an empty one."""

    def __init__(self, answers: Sequence[bytes], *, flights: int = 1, cuts: bool = False) -> None:
        super().__init__()
        self.flights = 0
        self.texts: list[bytes] = []
        self.tell(answers, flights=flights, cuts=cuts)

    def tell(self, answers: Sequence[bytes], *, flights: int = 1, cuts: bool = False) -> None:
        """Say what to do with the next flights."""
        self.answers, self.cuts, self._left = answers, cuts, flights

    @override
    def converse(self, client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(GREETING)
        while commands := client.recv(65536):
            is_flight = commands.count(b"\r\n") > 1
            self.flights += is_flight
            if is_flight and self._left:
                self._left -= 1
                if not self._answer_as_told(client):
                    return
            elif commands.upper().startswith(b"EHLO"):
                client.sendall(OFFER)
            elif commands.upper().endswith(b"DATA\r\n"):
                client.sendall(OK * (commands.count(b"\r\n") - 1) + GO_AHEAD)
                self._take_text(client, OK)
            elif commands.upper().startswith(b"QUIT"):
                client.sendall(b"221 Bye\r\n")
                return
            else:
                client.sendall(OK)

    def _answer_as_told(self, client: socket.socket) -> bool:
        for answer in self.answers:
            client.sendall(answer)
        if self.cuts:
            return False
        if b"354" in b"".join(self.answers):
            is_refused = b"\r\n5" in b"\r\n" + b"".join(self.answers)
            self._take_text(client, NO_RECIPIENT if is_refused else OK)
        return True

    def _take_text(self, client: socket.socket, answer: bytes) -> None:
        text = b"\r\n"
        while not text.endswith(b"\r\n.\r\n"):
            if not (more := client.recv(65536)):
                return
            text += more
        self.texts.append(text.removeprefix(b"\r\n").removesuffix(b".\r\n"))
        client.sendall(answer)
