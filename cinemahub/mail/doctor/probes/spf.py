"""SPF: which servers may send for a domain (RFC 7208)."""

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from cinemahub.mail.doctor.probes.resolver import Records

MAX_LOOKUPS = 10  # RFC 7208, 4.6.4: receivers stop there and treat the record as broken
LOOKING_UP = {"include", "a", "mx", "ptr", "exists", "redirect"}


@dataclass
class Spf:
    """What a domain's record and all that it includes come to."""

    records: int = 0
    lookups: int = 0
    includes: set[str] = field(default_factory=set)
    networks: list[IPv4Network | IPv6Network] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # domains it includes that have no record, or several

    @property
    def too_deep(self) -> bool:
        return self.lookups > MAX_LOOKUPS

    def names(self, address: str) -> bool:
        """Tell whether an IP address is listed."""
        ip = ip_address(address)
        return any(ip in network for network in self.networks if network.version == ip.version)


def read_spf(records: Records, domain: str) -> Spf:
    spf = Spf()
    found = _spf_texts(records, domain)
    spf.records = len(found)
    if len(found) == 1:
        _follow(records, spf, domain, found[0])
    return spf


def _spf_texts(records: Records, domain: str) -> list[str]:
    return [text for text in records.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]


def _follow(records: Records, spf: Spf, domain: str, text: str) -> None:
    for term in text.lower().split()[1:]:
        if spf.too_deep:
            return
        name, value = _take_apart(term)
        spf.lookups += name in LOOKING_UP
        match name:
            case "include" | "redirect":
                _include(records, spf, value)
            case "ip4" | "ip6":
                _add_network(spf, value)
            case "a" | "mx" if term[0] not in "-~?":
                _add_hosts(records, spf, name, value, domain)


def _take_apart(term: str) -> tuple[str, str]:
    """Split a mechanism or a modifier: "a/24" is ("a", "/24"), as the length belongs to the value."""
    term = term.lstrip("+-~?")
    end = next((index for index, character in enumerate(term) if character in ":=/"), len(term))
    return term[:end], term[end:].removeprefix(":").removeprefix("=")


def _include(records: Records, spf: Spf, domain: str) -> None:
    if domain in spf.includes or "%" in domain:  # a macro depends on the letter
        return
    spf.includes.add(domain)
    found = _spf_texts(records, domain)
    if len(found) == 1:
        _follow(records, spf, domain, found[0])
    else:
        spf.broken.append(domain)


def _add_hosts(records: Records, spf: Spf, kind: str, value: str, own: str) -> None:
    other, _, length = value.partition("/")
    domain = other or own
    if "%" in domain:
        return
    hosts = records.mail_hosts(domain) if kind == "mx" else [domain]
    for address in (address for host in hosts if host for address in records.addresses(host)):
        _add_network(spf, f"{address}/{length}" if length and "." in address else address)


def _add_network(spf: Spf, value: str) -> None:
    try:
        spf.networks.append(ip_network(value.partition("//")[0], strict=False))
    except ValueError:
        spf.broken.append(value)
