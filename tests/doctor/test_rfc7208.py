"""SPF as the world's own test suite for RFC 7208 has it, asked of a real DNS server on loopback.

rfc7208.yml is release 2014.04 of openspf.org's suite, as pyspf 2.0.14 carries it.
"""

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from pytest_django import Settings

from cinemahub.mail.doctor.probes.resolver import DnsAwayError, Records
from cinemahub.mail.doctor.probes.spf.evaluation import Evaluation
from cinemahub.mail.doctor.probes.spf.macros import Letter
from cinemahub.mail.doctor.probes.spf.terms import BrokenSpfError
from tests.servers.dns import SERVFAIL, DnsServer, Zone

SUITE = Path(__file__).with_name("rfc7208.yml")


class Example(NamedTuple):
    name: str
    question: dict[str, Any]
    zone: Zone

    @property
    def wanted(self) -> set[str]:
        """The suite lets a receiver choose now and then."""
        result = self.question["result"]
        return set(result if isinstance(result, list) else [result])


def read_suite() -> Iterator[Example]:
    for section in yaml.safe_load_all(SUITE.read_text()):
        zone = dict(read_zone(section["zonedata"]))
        for name, question in section["tests"].items():
            yield Example(name, question, zone)


def read_zone(zonedata: dict[str, list[Any]]) -> Iterator[tuple[str, list[str]]]:
    """Write the suite's records as zone files do; SPF records are TXT records too, unless it says otherwise."""
    for name, records in zonedata.items():
        kinds: dict[str, list[str]] = {}
        for record in records:
            for kind, value in record.items() if isinstance(record, dict) else [("ANY", SERVFAIL)]:
                kinds.setdefault(kind, []).extend(as_text(kind, value))
        spf = kinds.pop("SPF", [])
        texts = kinds.setdefault("TXT", spf)
        if texts == ["NONE"] or not texts:
            kinds.pop("TXT")
        for kind, values in kinds.items():
            yield f"{name.lower()} {kind}", values


def as_text(kind: str, value: Any) -> list[str]:
    match kind:
        case "MX":
            return [f"{value[0]} {value[1] or ''}."]
        case "PTR" | "CNAME":
            return [f"{value.rstrip('.')}."]
        case "SPF" | "TXT":
            return ["".join(value)] if isinstance(value, list) else [value]
    return [value]


EXAMPLES = list(read_suite())


@pytest.fixture(scope="module")
def server() -> Iterator[DnsServer]:
    with DnsServer({}) as server:
        yield server


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_a_letter_is_judged_as_the_suite_wants(server: DnsServer, settings: Settings, example: Example) -> None:
    question = example.question
    helo, sender = str(question["helo"]), str(question["mailfrom"])
    letter = Letter(ip_address(question["host"]), sender or f"postmaster@{helo}", helo)
    server.zone, settings.DOCTOR_DNS = example.zone, server.address
    try:
        result: str = Evaluation(Records(), letter).check(letter.sender.rpartition("@")[2])
    except BrokenSpfError:
        result = "permerror"
    except DnsAwayError:
        result = "temperror"
    assert result in example.wanted
