"""DNS records, asked of this machine's resolver or of the one in DOCTOR_DNS."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

import dns.exception
import dns.name
import dns.resolver
import dns.reversename
from django.conf import settings

MAX_QUESTION_SECONDS = 5
MAX_UNANSWERED = 2  # questions, one after another: then nobody is there, and each more would only cost time
DNS_PORT = 53

type IP = IPv4Address | IPv6Address


class DnsAwayError(Exception):
    """No answer, or one that says "later", so nothing can be said of a name."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.name = name


class Records:
    """Remembers every answer: the same names are asked for again and again."""

    def __init__(self) -> None:
        server = urlsplit(f"//{settings.DOCTOR_DNS}")
        try:
            self._resolver = dns.resolver.Resolver(configure=not server.hostname)
            if server.hostname:
                self._resolver.nameservers = [server.hostname]
                self._resolver.port = server.port or DNS_PORT
        except (dns.resolver.NoResolverConfiguration, ValueError):
            raise DnsAwayError from None
        self._resolver.lifetime = MAX_QUESTION_SECONDS
        self._answers: dict[tuple[str, str], list[Any] | None] = {}
        self._unanswered = 0

    @property
    def is_silent(self) -> bool:
        """Tell whether nobody answers at all."""
        return self._unanswered >= MAX_UNANSWERED

    def texts(self, name: str) -> list[str]:
        """Return TXT records, the parts of each put together; a byte that is not ASCII becomes U+FFFD."""
        return [b"".join(record.strings).decode("ascii", "replace") for record in self._ask(name, "TXT")]

    def mail_hosts(self, name: str) -> list[str]:
        """Return the hosts of MX records, first choice first; "" is a domain that accepts no mail (RFC 7505)."""
        found = sorted(self._ask(name, "MX"), key=lambda record: int(record.preference))
        return [record.exchange.to_text(omit_final_dot=True).strip(".") for record in found]

    def addresses(self, name: str, kinds: tuple[str, ...] = ("A", "AAAA")) -> list[str]:
        return [record.address for kind in kinds for record in self._ask(name, kind)]

    def names_of(self, ip: IP) -> list[str]:
        """Return the names in the PTR records of an address."""
        name = dns.reversename.from_address(str(ip)).to_text(omit_final_dot=True)
        return [record.target.to_text(omit_final_dot=True) for record in self._ask(name, "PTR")]

    def confirmed_names_of(self, ip: IP) -> list[str]:
        """Return those of its names that lead back to it."""
        kinds = ("A",) if ip.version == 4 else ("AAAA",)
        names = self.names_of(ip)
        return [name for name in names if any(ip_address(each) == ip for each in self.addresses(name, kinds))]

    def alias_of(self, name: str) -> str:
        """Return where a CNAME of the name leads, "" if it has none."""
        return next((record.target.to_text(omit_final_dot=True) for record in self._ask(name, "CNAME")), "")

    def exists(self, name: str) -> bool:
        """Tell whether there is anything at or below a name (RFC 8020)."""
        return self._answer(name, "TXT") is not None

    def _ask(self, name: str, kind: str) -> list[Any]:
        return self._answer(name, kind) or []

    def _answer(self, name: str, kind: str) -> list[Any] | None:
        """Return the records, None if the name itself does not exist."""
        question = (name.lower().rstrip("."), kind)
        if question not in self._answers:
            if self.is_silent:
                raise DnsAwayError(name)
            self._answers[question] = self._resolve(name, kind)
        return self._answers[question]

    def _resolve(self, name: str, kind: str) -> list[Any] | None:
        try:
            found = self._resolver.resolve(name, kind, search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            found = None
        except (dns.name.EmptyLabel, dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.BadEscape):
            return None  # a name that a record points to and nobody can have
        except (dns.exception.Timeout, OSError):
            self._unanswered += 1
            raise DnsAwayError(name) from None
        except (dns.resolver.NoNameservers, dns.resolver.YXDOMAIN):
            raise DnsAwayError(name) from None
        self._unanswered = 0
        return None if found is None else list(found)
