import socket
from threading import Thread
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

STOP_SECONDS = 10
POLL_SECONDS = 0.1


class DnsServer:
    """A DNS server on 127.0.0.1 that knows `zone`: name and type, as in "cinema.org MX", to its records as text."""

    host = "127.0.0.1"

    def __init__(self, zone: dict[str, list[str]]) -> None:
        self.zone = zone
        self.questions: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((self.host, 0))
        self._socket.settimeout(POLL_SECONDS)
        self.port = int(self._socket.getsockname()[1])
        self._stopping = False
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping = True
        self._thread.join(STOP_SECONDS)
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping:
            try:
                query, client = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            self._socket.sendto(self._answer(query), client)

    def _answer(self, query: bytes) -> bytes:
        response = dns.message.make_response(dns.message.from_wire(query))
        response.flags |= dns.flags.RA
        (question,) = response.question
        name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
        self.questions.append(f"{name} {kind}")
        found = self.zone.get(f"{name} {kind}", [])
        if kind == "TXT":
            found = [f'"{text}"' for text in found]
        if found:
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        elif not any(known.startswith(f"{name} ") for known in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()
