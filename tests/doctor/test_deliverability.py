"""The sender's domain, asked of a real DNS server on loopback."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from tests.doctor.conftest import PASSWORD, Doctor
from tests.doctor.faults import silent_port
from tests.doctor.keys import dkim_record
from tests.servers.dns import SERVFAIL, DnsServer
from tests.servers.smtp import SmtpServer

DOMAIN = "cinema-of-the-tests.org"
LOGIN = f"post@{DOMAIN}"
YANDEX = {
    "_spf.yandex.net TXT": ["v=spf1 include:_spf-ipv4.yandex.net ~all"],
    "_spf-ipv4.yandex.net TXT": ["v=spf1 ip4:77.88.0.0/18 ~all"],
}
GOOD = YANDEX | {
    f"{DOMAIN} MX": ["10 mx.yandex.net."],
    "mx.yandex.net A": ["77.88.21.249"],
    f"{DOMAIN} TXT": ["google-site-verification=abc", "v=spf1 redirect=_spf.yandex.net"],
    f"mail._domainkey.{DOMAIN} TXT": [dkim_record(2048)],
    f"_dmarc.{DOMAIN} TXT": ["v=DMARC1; p=reject"],
}

type Look = Callable[..., str]


@pytest.fixture
def look(doctor: Doctor, settings: Settings, resolve_to_loopback: Callable[..., None]) -> Look:
    """Have the doctor look at a domain whose letters go through Yandex's server, and return what it says of it."""

    def at(zone: dict[str, list[str]], host: str = "smtp.yandex.ru", sender: str = LOGIN) -> str:
        resolve_to_loopback(**{host.replace(".", "_"): "127.0.0.1"})
        settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = sender
        with DnsServer(zone) as dns, SmtpServer(users={sender: PASSWORD}) as server:
            settings.DOCTOR_DNS = dns.address
            visit = doctor(host=host, port=server.port, timeout=5, username=sender, password=PASSWORD)
        assert visit.exit_code == 0, visit.text
        return visit.text[visit.text.index("domain ") :]

    return at


def without(*names: str) -> dict[str, list[str]]:
    return {name: texts for name, texts in GOOD.items() if name not in names}


def test_a_domain_in_order_has_four_good_lines(look: Look) -> None:
    said = look(GOOD)
    assert "warning" not in said.partition("\n\n")[0]
    for word in (
        "MX mx.yandex.net",
        "SPF with 2 look-ups",
        f"DKIM mail._domainkey.{DOMAIN}, RSA 2048",
        "DMARC p=reject, SPF, DKIM",
    ):
        assert word in said


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (without(f"{DOMAIN} MX"), ["accepts no mail"]),
        (GOOD | {f"{DOMAIN} MX": ["0 ."]}, ["accepts no mail"]),
        (without(f"{DOMAIN} TXT"), ["no SPF record", f"TXT record at {DOMAIN}"]),
        (GOOD | {f"{DOMAIN} TXT": ["v=spf1 -all", "v=spf1 a -all"]}, ["2 SPF records", "into one"]),
        (GOOD | {f"{DOMAIN} TXT": ["v=spf1 include:nowhere.org -all"]}, ["SPF is broken at: nowhere.org"]),
        (GOOD | {f"{DOMAIN} TXT": ["v=spf1 ip4:1.2.3 -all"]}, ["SPF is broken at: 1.2.3"]),
        (GOOD | {f"{DOMAIN} TXT": ["v=spf1 ip4:192.0.2.1 -all"]}, ["SPF does not allow yandex"]),
        (GOOD | {f"{DOMAIN} TXT": ["v=spf10 include:_spf.yandex.net"]}, ["no SPF record"]),
        (without(f"mail._domainkey.{DOMAIN} TXT"), ["no DKIM key", "Switch DKIM on"]),
        (GOOD | {f"mail._domainkey.{DOMAIN} TXT": ["v=DKIM1; p="]}, ["no DKIM key"]),
        (without(f"_dmarc.{DOMAIN} TXT"), ["no DMARC record", f"_dmarc.{DOMAIN}"]),
        (GOOD | {f"_dmarc.{DOMAIN} TXT": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, ["2 DMARC records"]),
        (
            without(f"mail._domainkey.{DOMAIN} TXT") | {f"{DOMAIN} TXT": ["v=spf1 ip4:192.0.2.1 -all"]},
            ["neither SPF nor DKIM is in line", "emails go to spam or are refused"],
        ),
    ],
)
def test_what_is_missing_or_double_or_misaligned_is_named(
    look: Look, zone: dict[str, list[str]], words: list[str]
) -> None:
    said = look(zone)
    for word in words:
        assert word in said


KEY = f"mail._domainkey.{DOMAIN} TXT"
SPF = f"{DOMAIN} TXT"
DMARC = f"_dmarc.{DOMAIN} TXT"
INCLUDE = "include:_spf.yandex.net"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (SPF, f"v=spf1 ipv4:127.0.0.1 {INCLUDE} -all", ["SPF is broken at: ipv4:127.0.0.1", "no such word"]),
        (SPF, "v=spf1 include._spf.yandex.net -all", ["SPF is broken at: include._spf.yandex.net"]),
        (SPF, f"v=spf1 inclue:x.org {INCLUDE} -all", ["SPF is broken at: inclue:x.org"]),
        (SPF, f"v=spf1 a:1.{DOMAIN} a:2.{DOMAIN} a:3.{DOMAIN} {INCLUDE} ~all", ["SPF is broken at", "lead nowhere"]),
        (SPF, f"v=spf1 -all {INCLUDE}", ["SPF does not allow yandex"]),
        (SPF, "v=spf1 -all redirect=_spf.yandex.net", ["SPF does not allow yandex"]),
        (SPF, f"v=spf1 -{INCLUDE} ~all", ["SPF does not allow yandex"]),
        (SPF, "v=spf1 -ip4:77.88.0.0/18 include:_spf.yandex.net ~all", ["SPF does not allow yandex"]),
        (SPF, "v=spf1 ip4:77.88.0.0/18 -all", ["SPF with 0 look-ups"]),
        (SPF, "v=spf1 +all", ["lets every server in the world send", "~all or -all"]),
        (KEY, dkim_record(512), ["no DKIM key", "too short"]),
        (KEY, dkim_record(1024), ["RSA 1024", "2048"]),
        (KEY, "v=DKIM1; p=", ["no DKIM key", "revoked"]),
        (KEY, "v=DKIM1; k=rsa; p=MIGfMA0", ["no DKIM key", "cut when it was pasted"]),
        (KEY, "p=MIGf; v=DKIM1", ["no DKIM key", "malformed"]),
        (KEY, "v=DKIM1; k=rsa", ["no DKIM key", "malformed"]),
        (KEY, "v=DKIM1 k=rsa", ["no DKIM key"]),
        (KEY, f"{dkim_record(2048)}; t=y", ["in test mode (t=y)"]),
        (KEY, f"{dkim_record(2048)}; h=sha1", ["no DKIM key", "SHA-256"]),
        (KEY, f"{dkim_record(2048)}; s=tlsrpt", ["no DKIM key"]),
        (DMARC, "v=DMARC1; rua=mailto:a@b.org", ["no p=, which is treated as p=none", "DMARC p=none"]),
        (DMARC, "v=DMARC1; p=qurantine", ["p=qurantine, which is treated as p=none", "DMARC p=none"]),
        (DMARC, "v=DMARC1; p=reject; sp=rejct", ["sp=rejct, which is treated as p=none", "DMARC p=none"]),
        (DMARC, "v=DMARC1 p=reject", ["cannot be read, so receivers ignore it", "semicolon"]),
        (DMARC, "v=DMARC1; p=reject; t=y", ["DMARC p=quarantine (p=reject in test mode)"]),
    ],
)
def test_a_record_is_evaluated_not_searched(look: Look, name: str, text: str, words: list[str]) -> None:
    said = look(GOOD | {name: [text]})
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    "hosts", [["10 192.0.2.1."], [f"10 nowhere.{DOMAIN}."], ["10 mx.yandex.net.", f"20 loop.{DOMAIN}."]]
)
def test_an_mx_that_leads_nowhere_is_a_warning(look: Look, hosts: list[str]) -> None:
    said = look(GOOD | {f"{DOMAIN} MX": hosts, f"loop.{DOMAIN} A": ["127.0.0.1"]})
    assert "MX leads nowhere" in said


def test_an_address_without_mx_accepts_mail(look: Look) -> None:
    said = look(without(f"{DOMAIN} MX") | {f"{DOMAIN} A": ["77.88.21.1"]})
    assert "go to its A record" in said
    assert "accepts no mail" not in said


@pytest.mark.parametrize("lost", [f"{DOMAIN} MX", SPF, KEY, DMARC, "_spf.yandex.net TXT"])
def test_one_name_that_dns_says_nothing_of_leaves_the_rest_judged(look: Look, lost: str) -> None:
    said = look(GOOD | {lost: [SERVFAIL]})
    assert "not checked" in said
    assert f"DNS does not answer for {lost.partition(' ')[0]}" in said
    assert said.count(" ok ") >= 2


def test_a_key_at_the_domain_above_signs_for_the_one_below(look: Look) -> None:
    sender = f"post@mail.{DOMAIN}"
    zone = GOOD | {f"mail.{DOMAIN} MX": ["10 mx.yandex.net."], f"mail.{DOMAIN} TXT": ["v=spf1 ~all"]}
    said = look(zone, sender=sender)
    assert f"DKIM mail._domainkey.{DOMAIN}" in said
    assert "DMARC p=reject, DKIM" in said
    said = look(zone | {DMARC: ["v=DMARC1; p=reject; adkim=s"]}, sender=sender)
    assert "adkim=s" in said
    assert "not exactly at the sender's domain" in said


def test_a_name_that_does_not_exist_gets_the_policy_for_such(look: Look) -> None:
    said = look(GOOD | {DMARC: ["v=DMARC1; p=none; sp=none; np=reject"]}, sender=f"post@nowhere.{DOMAIN}")
    assert "DMARC p=reject" in said


def test_a_public_suffix_gives_its_policy_to_the_domains_below(look: Look) -> None:
    zone = without(DMARC) | {"_dmarc.org TXT": ["v=DMARC1; psd=y; p=none; sp=quarantine"]}
    assert "DMARC p=quarantine" in look(zone)


def test_a_key_that_is_a_dangling_cname_names_where_it_leads(look: Look) -> None:
    said = look(without(KEY) | {f"mail._domainkey.{DOMAIN} CNAME": ["mail.dkim.yandex.net."]})
    assert "it is a CNAME to mail.dkim.yandex.net, where there is no key" in said


def test_a_key_behind_a_cname_is_as_good(look: Look) -> None:
    alias = {f"mail._domainkey.{DOMAIN} CNAME": ["k.yandex.net."], "k.yandex.net TXT": [dkim_record(2048)]}
    assert f"DKIM mail._domainkey.{DOMAIN}, RSA 2048" in look(without(KEY) | alias)


def test_only_some_of_the_service_s_servers_is_a_warning(look: Look) -> None:
    more = {"_spf-ipv4.yandex.net TXT": ["v=spf1 ip4:77.88.0.0/18 ip4:5.45.192.0/18 ~all"]}
    assert "allows only some of the servers of yandex" in look(GOOD | more | {SPF: ["v=spf1 ip4:77.88.0.0/18 -all"]})


@pytest.mark.parametrize(("depth", "word"), [(10, "SPF does not allow"), (11, "SPF needs more than 10 look-ups")])
def test_ten_look_ups_are_allowed_and_eleven_are_too_many(look: Look, depth: int, word: str) -> None:
    chain = {f"spf{number}.org TXT": [f"v=spf1 include:spf{number + 1}.org ~all"] for number in range(1, depth)}
    chain[f"spf{depth}.org TXT"] = ["v=spf1 ip4:192.0.2.1 ~all"]
    assert word in look(GOOD | chain | {f"{DOMAIN} TXT": ["v=spf1 include:spf1.org -all"]})


def test_an_spf_record_that_includes_itself_ends(look: Look) -> None:
    assert "SPF" in look(GOOD | {f"{DOMAIN} TXT": [f"v=spf1 include:{DOMAIN} -all"]})


@pytest.mark.parametrize(
    "spf", ["ip4:127.0.0.0/8", "a:mail.cinema-of-the-tests.org", "a/24", "mx", "+mx:cinema-of-the-tests.org"]
)
def test_an_own_server_is_allowed_by_its_address(look: Look, spf: str) -> None:
    own = {
        f"{DOMAIN} MX": [f"10 mail.{DOMAIN}."],
        f"mail.{DOMAIN} A": ["127.0.0.1"],
        f"{DOMAIN} A": ["127.0.0.9"],
        f"{DOMAIN} TXT": [f"v=spf1 {spf} -all"],
    }
    said = look(GOOD | own, host=f"mail.{DOMAIN}")
    assert "SPF with" in said
    assert "selector is not known" in said
    assert "DMARC p=reject, SPF" in said


def test_a_policy_of_the_domain_above_counts_for_the_one_below(look: Look) -> None:
    below = {name.replace(DOMAIN, f"mail.{DOMAIN}"): texts for name, texts in without(f"_dmarc.{DOMAIN} TXT").items()}
    above = {f"_dmarc.{DOMAIN} TXT": ["v=DMARC1; p=none; sp=quarantine"]}
    assert "DMARC p=quarantine" in look(below | above, sender=f"post@mail.{DOMAIN}")


def test_a_policy_of_a_top_level_domain_is_nobody_s(look: Look) -> None:
    assert "no DMARC record" in look(without(f"_dmarc.{DOMAIN} TXT") | {"_dmarc.org TXT": ["v=DMARC1; p=reject"]})


def test_no_dns_means_not_checked(doctor: Doctor, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cinemahub.mail.doctor.probes.resolver.MAX_QUESTION_SECONDS", 0.2)
    settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = LOGIN
    with SmtpServer(users={LOGIN: PASSWORD}) as server, silent_port() as port:
        settings.DOCTOR_DNS = f"127.0.0.1:{port}"
        visit = doctor(host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.exit_code == 0
    assert visit.marks["domain"] == "not checked"


@pytest.mark.parametrize("value", ["no.address", "127.0.0.1:many"])
def test_a_dns_server_that_cannot_be_one_means_not_checked(doctor: Doctor, settings: Settings, value: str) -> None:
    settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = LOGIN
    settings.DOCTOR_DNS = value
    with SmtpServer() as server:
        visit = doctor(host="127.0.0.2", port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.marks["domain"] == "not checked"


@pytest.mark.parametrize("sender", ["post@yandex.ru", "post@cinemahub.example"])
def test_nobody_is_asked_of_domains_that_are_not_the_site_s(doctor: Doctor, settings: Settings, sender: str) -> None:
    settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = sender
    with SmtpServer() as server, DnsServer({}) as dns:
        settings.DOCTOR_DNS = dns.address
        assert doctor(host="127.0.0.1", port=server.port, timeout=5).exit_code == 0
        assert not dns.questions


def test_a_provider_is_asked_by_its_own_selector(doctor: Doctor, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = LOGIN
    zone: dict[str, Any] = without(f"mail._domainkey.{DOMAIN} TXT") | {
        f"us._domainkey.{DOMAIN} TXT": [dkim_record(2048)]
    }
    with DnsServer(zone) as dns:
        settings.DOCTOR_DNS = dns.address
        visit = doctor(backend="anymail.backends.unisender_go.EmailBackend", api_key="", api_url="http://127.0.0.1:1/")
    assert f"DKIM us._domainkey.{DOMAIN}" in visit.text
    assert "DMARC p=reject, DKIM" in visit.text
