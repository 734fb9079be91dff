import socket
from collections.abc import Iterable
from threading import Thread
from typing import override

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.servers.base import Server

STOP_SECONDS = 10
POLL_SECONDS = 0.1
MAX_ALIASES = 8
MAX_STRING = 255  # of a TXT record (RFC 1035, 3.3)
SERVFAIL = "SERVFAIL"  # in place of the records: the server cannot say
SILENCE = "SILENCE"  # no answer at all

type Zone = dict[str, list[str]]


class DnsServer(Server):
    """A DNS server on 127.0.0.1 that knows `zone`: name and type, as in "cinema.org MX", to its records as text.

    It follows CNAMEs, and a type of ANY stands for every type that is not listed.
    """

    def __init__(self, zone: Zone) -> None:
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

    @override
    def start(self) -> None:
        self._thread.start()

    @override
    def stop(self) -> None:
        self._stopping = True
        self._thread.join(STOP_SECONDS)
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping:
            try:
                query, client = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            if (answer := self._answer(query)) is not None:
                self._socket.sendto(answer, client)

    def _answer(self, query: bytes) -> bytes | None:
        response = dns.message.make_response(dns.message.from_wire(query))
        response.flags |= dns.flags.RA
        (question,) = response.question
        kind = dns.rdatatype.to_text(question.rdtype)
        self.questions.append(f"{_plain(question.name)} {kind}")
        name, aliases = self._follow(question.name, kind)
        response.answer.extend(aliases)
        found = self._records(name, kind)
        if found == [SILENCE]:
            return None
        if found == [SERVFAIL]:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif found:
            response.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
        elif not any(known.rpartition(" ")[0] == _plain(name) for known in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()

    def _follow(self, name: dns.name.Name, kind: str) -> tuple[dns.name.Name, list[dns.rrset.RRset]]:
        aliases: list[dns.rrset.RRset] = []
        while kind != "CNAME" and len(aliases) < MAX_ALIASES and (target := self.zone.get(f"{_plain(name)} CNAME")):
            aliases.append(dns.rrset.from_text(name, 60, "IN", "CNAME", *target))
            name = dns.name.from_text(target[0])
        return name, aliases

    def _records(self, name: dns.name.Name, kind: str) -> list[str]:
        plain = _plain(name)
        found = self.zone.get(f"{plain} {kind}", self.zone.get(f"{plain} ANY", []))
        return [_quoted(text) if kind == "TXT" else text for text in found] if _is_data(found) else found


def _plain(name: dns.name.Name) -> str:
    return b".".join(name.labels[:-1]).decode("latin-1").lower()


def _is_data(found: Iterable[str]) -> bool:
    return not {SERVFAIL, SILENCE}.intersection(found)


def _quoted(text: str) -> str:
    """Write a TXT record as a zone file has it; each character is one octet."""
    parts = [text[start : start + MAX_STRING] for start in range(0, len(text) or 1, MAX_STRING)]
    return " ".join('"' + "".join(f"\\{ord(c):03}" for c in part) + '"' for part in parts)
