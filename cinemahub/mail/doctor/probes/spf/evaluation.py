"""One letter judged by a domain's SPF record and all that it names (RFC 7208, 4 and 5)."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address, ip_network

from django.utils.translation import gettext as _

from cinemahub.mail.doctor.probes.resolver import DnsAwayError, Records
from cinemahub.mail.doctor.probes.spf.macros import Letter, expand
from cinemahub.mail.doctor.probes.spf.terms import BrokenSpfError, SpfRecord, Term, parse

MAX_LOOKUPS = 10  # 4.6.4: of the terms that ask DNS
MAX_VOID_LOOKUPS = 2  # of those that find nothing
MAX_HOSTS = 10  # of an MX, and of the names of an address


class Result(StrEnum):
    NONE = "none"
    PASSES = "pass"
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"


SIGNS = {"+": Result.PASSES, "-": Result.FAIL, "~": Result.SOFTFAIL, "?": Result.NEUTRAL}


class TooManyLookupsError(BrokenSpfError):
    """The record asks for more than receivers do."""


class SeveralRecordsError(BrokenSpfError):
    """Of several records none counts."""

    def __init__(self, domain: str, records: int) -> None:
        super().__init__(domain, _("there are several SPF records"))
        self.records = records


@dataclass
class Evaluation:
    """BrokenSpfError for a permerror, DnsAwayError for a temperror.

    is_stranger: the address is nobody's, so names made of it are not asked for
    """

    records: Records
    letter: Letter
    is_stranger: bool = False
    lookups: int = 0
    void_lookups: int = 0
    path: list[str] = field(default_factory=list)

    def check(self, domain: str) -> Result:
        texts = spf_texts(self.records, domain)
        if not texts:
            return Result.NONE
        if len(texts) > 1:
            raise SeveralRecordsError(domain, len(texts))
        self.path.append(domain)
        try:
            return self._go_through(parse(texts[0]), domain)
        finally:
            self.path.pop()

    def _go_through(self, record: SpfRecord, domain: str) -> Result:
        for term in record.terms:
            if self._matches(term, domain):
                return SIGNS[term.sign]
        if not record.redirect:
            return Result.NEUTRAL
        self._count(f"redirect={record.redirect}")
        return self._follow(record.redirect, domain, Result.NEUTRAL)

    def _matches(self, term: Term, domain: str) -> bool:
        ip = self.letter.address
        match term.kind:
            case "all":
                return True
            case "ip4" | "ip6":
                return term.network is not None and ip in term.network
        self._count(term.text)
        if self.is_stranger and "%" in term.domain:
            return False
        target = self._fill_in(term.domain, domain) or domain
        match term.kind:
            case "include":
                return self._follow(term.domain, domain, Result.FAIL) is Result.PASSES
            case "exists":
                return bool(self._found(self.records.addresses(target, ("A",))))
            case "ptr":
                return self._has_name_in(target)
            case "mx":
                hosts = self._found(self.records.mail_hosts(target))
                if len(hosts) > MAX_HOSTS:
                    raise TooManyLookupsError(term.text, _("it has more than 10 MX hosts"))
                return any(self._is_near(self._addresses(host), term) for host in hosts if host)
        return self._is_near(self._found(self._addresses(target)), term)

    def _follow(self, name: str, domain: str, unknown: Result) -> Result:
        """Judge by another domain's record; `unknown` stands for one whose name depends on the letter."""
        if self.is_stranger and "%" in name:
            return unknown
        target = self._fill_in(name, domain)
        if target in self.path:
            raise BrokenSpfError(target, _("it includes itself"))
        if not self.records.texts(target):
            self._found([])
        result = self.check(target)
        if result is Result.NONE:
            raise BrokenSpfError(target, _("it has no SPF record"))
        return result

    def _has_name_in(self, domain: str) -> bool:
        try:
            names = self._found(self.records.names_of(self.letter.address))[:MAX_HOSTS] if not self.is_stranger else []
            confirmed = [name for name in names if self._leads_back(name)]
        except DnsAwayError:
            return False
        return any(f".{name.lower()}".endswith(f".{domain.lower()}") for name in confirmed)

    def _leads_back(self, name: str) -> bool:
        return any(ip_address(address) == self.letter.address for address in self._addresses(name))

    def _addresses(self, name: str) -> list[str]:
        return self.records.addresses(name, ("A",) if self.letter.address.version == 4 else ("AAAA",))

    def _is_near(self, addresses: list[str], term: Term) -> bool:
        length = term.lengths[0] if self.letter.address.version == 4 else term.lengths[1]
        return any(self.letter.address in ip_network(f"{address}/{length}", strict=False) for address in addresses)

    def _count(self, term: str) -> None:
        self.lookups += 1
        if self.lookups > MAX_LOOKUPS:
            raise TooManyLookupsError(term, _("it needs more than 10 look-ups"))

    def _found[T](self, answers: list[T]) -> list[T]:
        self.void_lookups += not answers
        if self.void_lookups > MAX_VOID_LOOKUPS:
            raise BrokenSpfError(self.path[-1], _("more than two of its names lead nowhere"))
        return answers

    def _fill_in(self, text: str, domain: str) -> str:
        return expand(text, self.letter.values(domain, lambda: self._name_of_ip(domain))) if "%" in text else text

    def _name_of_ip(self, domain: str) -> str:
        try:
            names = [name for name in self.records.names_of(self.letter.address)[:MAX_HOSTS] if self._leads_back(name)]
        except DnsAwayError:
            return "unknown"
        inside = [name for name in names if f".{name}".endswith(f".{domain}")]
        return next(iter([*(n for n in names if n == domain), *inside, *names]), "unknown")


def spf_texts(records: Records, domain: str) -> list[str]:
    """Return the TXT records that are SPF records."""
    return [text for text in records.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
