"""The DKIM signature of the email that came back, verified against keys that a real DNS server gives out."""

from collections.abc import Callable

import dkim
import pytest
from pytest_django import Settings

from cinemahub.mail.doctor.note import Mark, Note
from cinemahub.mail.doctor.steps.signatures import look_at_signatures
from tests.doctor.keys import dkim_record, private_pem
from tests.servers.dns import SERVFAIL, DnsServer, Zone

DOMAIN = "cinema-of-the-tests.org"
KEY = f"mail._domainkey.{DOMAIN} TXT"
ZONE = {KEY: [dkim_record(2048)], f"_dmarc.{DOMAIN} TXT": ["v=DMARC1; p=reject"]}
LETTER = f"From: Cinemahub <post@{DOMAIN}>\r\nTo: anna@b.org\r\nSubject: Hello\r\n\r\nHello, Anna\r\n".encode()

type Look = Callable[..., list[Note]]


@pytest.fixture
def look(settings: Settings) -> Look:
    settings.DEFAULT_FROM_EMAIL = f"Cinemahub <post@{DOMAIN}>"

    def at(letter: bytes, zone: Zone = ZONE, sender: str = "") -> list[Note]:
        if sender:
            settings.DEFAULT_FROM_EMAIL = sender
        with DnsServer(zone) as dns:
            settings.DOCTOR_DNS = dns.address
            return list(look_at_signatures(letter))

    return at


def signed(letter: bytes = LETTER, domain: str = DOMAIN, bits: int = 2048) -> bytes:
    key, headers = private_pem(bits), [b"from", b"subject"]
    header: bytes = dkim.sign(letter, b"mail", domain.encode(), key, include_headers=headers)
    return header + letter


def test_a_good_signature_names_domain_and_selector(look: Look) -> None:
    (note,) = look(b"Received: from a by b\r\n" + signed())
    assert note.mark is Mark.OK
    assert note.text == f"DKIM signature of {DOMAIN}, selector mail, is good"


@pytest.mark.parametrize(
    ("letter", "zone", "words"),
    [
        (signed().replace(b"Hello, Anna", b"Hello, Boris"), ZONE, "the body was changed on the way"),
        (signed().replace(b"Subject: Hello", b"Subject: Spam?"), ZONE, "headers were changed on the way"),
        (signed(), ZONE | {KEY: [dkim_record(1024)]}, "another key signed it"),
        (signed(), {"elsewhere.org TXT": ["-"]}, f"there is no key at mail._domainkey.{DOMAIN}"),
        (signed(), ZONE | {KEY: ["v=DKIM1; p="]}, "revoked"),
        (signed(), ZONE | {KEY: [dkim_record(512)]}, "too short"),
        (b"DKIM-Signature: v=1; nonsense\r\n" + LETTER, ZONE, "cannot be read"),
        (signed().replace(b"v=1;", b"v=7;"), ZONE, "DKIM signature of"),
    ],
)
def test_a_signature_that_nobody_believes_says_why(look: Look, letter: bytes, zone: Zone, words: str) -> None:
    (note,) = look(letter, zone)
    assert note.mark is Mark.WARNING
    assert words in note.text


def test_a_signature_of_somebody_else_does_not_speak_for_the_sender(look: Look) -> None:
    (note,) = look(signed(domain="provider.net"), {"mail._domainkey.provider.net TXT": [dkim_record(2048)], **ZONE})
    assert note.mark is Mark.WARNING
    assert note.text == f"signed by provider.net, which does not speak for {DOMAIN}"


def test_one_good_signature_of_two_is_enough(look: Look) -> None:
    both = {"mail._domainkey.provider.net TXT": [dkim_record(2048)], **ZONE}
    assert [note.mark for note in look(signed(signed(), domain="provider.net"), both)] == [Mark.OK]


@pytest.mark.parametrize(("policy", "mark"), [("adkim=r", Mark.OK), ("adkim=s", Mark.WARNING)])
def test_the_domain_above_speaks_if_dmarc_lets_it(look: Look, policy: str, mark: Mark) -> None:
    zone = ZONE | {f"_dmarc.{DOMAIN} TXT": [f"v=DMARC1; p=reject; {policy}"]}
    (note,) = look(signed(), zone, f"post@mail.{DOMAIN}")
    assert note.mark is mark


@pytest.mark.parametrize(("letter", "zone"), [(LETTER, ZONE), (signed(), {KEY: [SERVFAIL]})])
def test_what_is_not_known_is_not_checked(look: Look, letter: bytes, zone: Zone) -> None:
    assert [note.mark for note in look(letter, zone)] == [Mark.NOT_CHECKED]
