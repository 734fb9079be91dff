"""What a domain's SPF record comes to: whether it can be read, and whom it lets send."""

from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address

from cinemahub.mail.doctor.probes.resolver import IP, Records
from cinemahub.mail.doctor.probes.spf.evaluation import Evaluation, Result, spf_texts
from cinemahub.mail.doctor.probes.spf.macros import Letter
from cinemahub.mail.doctor.probes.spf.terms import BrokenSpfError, parse

STRANGER = IPv4Address(0)  # an address nobody sends from: the whole record is gone through for it
MAX_SAMPLES = 12
MAX_DEPTH = 3  # of a service's own record


@dataclass(frozen=True)
class Spf:
    """`result` is what anybody's letter gets; a broken record has none."""

    records: Records
    sender: str
    result: Result | None
    lookups: int = 0
    broken: BrokenSpfError | None = None

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def permits(self, ip: IP, helo: str) -> bool:
        """DnsAwayError if a name it depends on has no answer."""
        try:
            return Evaluation(self.records, Letter(ip, self.sender, helo)).check(self.domain) is Result.PASSES
        except BrokenSpfError:
            return False


def read_spf(records: Records, sender: str) -> Spf:
    evaluation = Evaluation(records, Letter(STRANGER, sender, ""), is_stranger=True)
    try:
        result = evaluation.check(sender.rpartition("@")[2])
    except BrokenSpfError as broken:
        return Spf(records, sender, None, evaluation.lookups, broken)
    return Spf(records, sender, result, evaluation.lookups)


def sample_addresses(records: Records, name: str) -> list[IP]:
    """Return some addresses that a service sends from: one of each network in the record that it publishes."""
    networks = sorted(set(_first_addresses(records, name, MAX_DEPTH)))
    step = -(-len(networks) // MAX_SAMPLES) or 1
    return [ip_address(text) for text in networks[::step]]


def _first_addresses(records: Records, name: str, depth: int) -> list[str]:
    texts = spf_texts(records, name)
    if len(texts) != 1 or not depth:
        return []
    record = parse(texts[0])
    found = [str(term.network[0]) for term in record.terms if term.network is not None and term.sign == "+"]
    names = [term.domain for term in record.terms if term.kind == "include"] + [record.redirect]
    for each in filter(None, names):
        found += _first_addresses(records, each, depth - 1) if "%" not in each else []
    return found
