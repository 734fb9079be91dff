"""The %{...} of SPF, filled in (RFC 7208, 7)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

from cinemahub.mail.doctor.probes.resolver import IP

MAX_NAME = 253
MACRO = re.compile(r"%(?:([%_-])|\{([a-z])(\d*)(r?)([.\-+,/_=]*)\})", re.IGNORECASE)
ESCAPES = {"%": "%", "_": " ", "-": "%20"}


@dataclass(frozen=True)
class Letter:
    """What a receiver knows of the letter it judges."""

    ip: IP
    sender: str
    helo: str

    @property
    def address(self) -> IP:
        """The address itself, where it is an IPv4 one written as IPv6."""
        return (self.ip.ipv4_mapped or self.ip) if isinstance(self.ip, IPv6Address) else self.ip

    def values(self, domain: str, name_of_ip: Callable[[], str]) -> dict[str, Callable[[], str]]:
        local_part, _, sender_domain = self.sender.rpartition("@")
        address = self.address
        is_v4 = isinstance(address, IPv4Address)
        return {
            "s": lambda: self.sender,
            "l": lambda: local_part or "postmaster",
            "o": lambda: sender_domain,
            "d": lambda: domain,
            "i": lambda: str(address) if is_v4 else ".".join(address.exploded.replace(":", "")),
            "p": name_of_ip,
            "v": lambda: "in-addr" if is_v4 else "ip6",
            "h": lambda: self.helo,
        }


def expand(text: str, values: dict[str, Callable[[], str]]) -> str:
    """Fill in a domain; one that becomes too long loses labels at its left."""
    name = MACRO.sub(lambda found: ESCAPES.get(found[1] or "") or _value(found, values), text)
    while len(name) > MAX_NAME and "." in name:
        name = name.partition(".")[2]
    return name


def _value(found: "re.Match[str]", values: dict[str, Callable[[], str]]) -> str:
    parts = re.split(f"[{re.escape(found[5] or '.')}]", values[found[2].lower()]())
    if found[4]:
        parts.reverse()
    if found[3]:
        parts = parts[-int(found[3]) :]
    value = ".".join(parts)
    return quote(value, safe="-._~") if found[2].isupper() else value
