"""DNS records, asked of this machine's resolver or of the one in DOCTOR_DNS."""

from typing import Any
from urllib.parse import urlsplit

import dns.exception
import dns.name
import dns.resolver
from django.conf import settings

MAX_QUESTION_SECONDS = 5
DNS_PORT = 53


class DnsAwayError(Exception):
    """Nobody answers, so nothing can be said of the records."""


class Records:
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

    def texts(self, name: str) -> list[str]:
        """Return TXT records, the parts of each put together."""
        return [b"".join(record.strings).decode(errors="replace") for record in self._ask(name, "TXT")]

    def mail_hosts(self, name: str) -> list[str]:
        """Return the hosts of MX records; "" stands for a domain that takes no mail (RFC 7505)."""
        return [record.exchange.to_text(omit_final_dot=True).strip(".") for record in self._ask(name, "MX")]

    def addresses(self, name: str) -> list[str]:
        return [record.address for kind in ("A", "AAAA") for record in self._ask(name, kind)]

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(self._resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.name.EmptyLabel, dns.name.LabelTooLong, dns.name.NameTooLong):
            return []  # a name that a record points to and nobody can have
        except (dns.exception.Timeout, dns.resolver.NoNameservers, OSError):
            raise DnsAwayError from None
