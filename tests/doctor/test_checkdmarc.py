"""Our verdict on a record is checkdmarc's, zone by zone; where it is not, the zone says why."""

from collections.abc import Iterator

import dns.resolver
import pytest
from checkdmarc.dmarc import check_dmarc
from checkdmarc.spf import check_spf
from checkdmarc.utils import DNS_CACHE
from pytest_django import Settings

from cinemahub.mail.doctor.probes.dmarc import read_dmarc
from cinemahub.mail.doctor.probes.resolver import DnsAwayError, Records
from cinemahub.mail.doctor.probes.spf.evaluation import Result
from cinemahub.mail.doctor.probes.spf.look import read_spf
from tests.doctor.zones import DMARC, DOMAIN, SPF, Case
from tests.servers.dns import DnsServer


@pytest.fixture(scope="module")
def server() -> Iterator[DnsServer]:
    with DnsServer({}) as server:
        yield server


@pytest.fixture
def resolver(server: DnsServer, settings: Settings) -> dns.resolver.Resolver:
    settings.DOCTOR_DNS = server.address
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [server.host], server.port
    DNS_CACHE.clear()
    return resolver


def our_spf() -> tuple[str, int | None]:
    try:
        spf = read_spf(Records(), f"robot@{DOMAIN}")
    except DnsAwayError:
        return "not checked", None
    return ("bad", None) if spf.broken or spf.result is Result.NONE else ("good", spf.lookups)


def our_dmarc() -> str:
    try:
        dmarc = read_dmarc(Records(), DOMAIN)
    except DnsAwayError:
        return "not checked"
    return "bad" if dmarc.records != 1 or dmarc.invalid else dmarc.published or "none"


@pytest.mark.parametrize("case", SPF.values(), ids=SPF)
def test_spf(server: DnsServer, resolver: dns.resolver.Resolver, case: Case) -> None:
    server.zone = case.zone
    theirs = check_spf(DOMAIN, resolver=resolver, timeout=5, retries=0)
    verdict = ("good", theirs["dns_lookups"]) if theirs["valid"] else ("bad", None)
    assert (our_spf() == verdict) == (not case.why)


@pytest.mark.parametrize("case", DMARC.values(), ids=DMARC)
def test_dmarc(server: DnsServer, resolver: dns.resolver.Resolver, case: Case) -> None:
    server.zone = case.zone
    theirs = check_dmarc(DOMAIN, resolver=resolver, timeout=5, retries=0)
    verdict = theirs["tags"]["p"]["value"] if theirs["valid"] else "bad"
    assert (our_dmarc() == verdict) == (not case.why)


def test_there_are_enough_zones() -> None:
    assert len(SPF) + len(DMARC) >= 60
