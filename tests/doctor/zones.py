"""Zones as people publish them, right and wrong, for the judges of SPF and DMARC to agree on."""

from typing import NamedTuple

from tests.servers.dns import SERVFAIL, Zone

DOMAIN = "cinema-of-the-tests.org"


class Case(NamedTuple):
    """`why` tells where we mean to judge otherwise than checkdmarc."""

    zone: Zone
    why: str = ""


def spf(*texts: str, **others: list[str]) -> Zone:
    """A zone whose domain has these SPF records; s_TXT are the TXT records of the name "s" below it."""
    return {f"{DOMAIN} TXT": list(texts)} | _below(others)


def dmarc(*texts: str, **others: list[str]) -> Zone:
    return {f"_dmarc.{DOMAIN} TXT": list(texts), f"{DOMAIN} TXT": ["v=spf1 -all"]} | _below(others)


def _below(others: dict[str, list[str]]) -> Zone:
    named = (name.rpartition("_") for name in others)
    return {f"{below}.{DOMAIN} {kind}": texts for (below, _, kind), texts in zip(named, others.values(), strict=True)}


def chain(length: int) -> Zone:
    zone = spf(f"v=spf1 include:s1.{DOMAIN} -all", **{f"s{length}_TXT": ["v=spf1 ip4:192.0.2.1 -all"]})
    return zone | {
        f"s{number}.{DOMAIN} TXT": [f"v=spf1 include:s{number + 1}.{DOMAIN} -all"] for number in range(1, length)
    }


VOID = " ".join(f"a:v{number}.{DOMAIN}" for number in range(4))
A, MX = ["192.0.2.7"], [f"10 mail.{DOMAIN}."]
OTHER = ["v=spf1 ip4:192.0.2.9 -all"]

SPF = {
    "nothing": Case({f"{DOMAIN} TXT": ["hello"]}),
    "no name": Case({"elsewhere.org TXT": ["hello"]}),
    "minus all": Case(spf("v=spf1 -all")),
    "bare": Case(spf("v=spf1")),
    "upper case": Case(spf("V=SPF1 IP4:192.0.2.1 -ALL"), "RFC 7208's own suite accepts V=sPf1"),
    "two spaces": Case(spf("v=spf1  ip4:192.0.2.1   -all ")),
    "two records": Case(spf("v=spf1 -all", "v=spf1 ~all")),
    "spf10": Case(spf("v=spf10 -all")),
    "space before": Case(spf(" v=spf1 -all")),
    "beside others": Case(spf("google-site-verification=abc", "v=spf1 -all")),
    "long, in two strings": Case(spf("v=spf1 " + " ".join(f"ip4:192.0.2.{n}" for n in range(30)) + " -all")),
    "ip4": Case(spf("v=spf1 ip4:192.0.2.0/24 ~all")),
    "ip6": Case(spf("v=spf1 ip6:2001:db8::/32 ~all")),
    "ipv4": Case(spf("v=spf1 ipv4:192.0.2.1 -all")),
    "ip4 cut": Case(spf("v=spf1 ip4:192.0.2 -all")),
    "ip4 with a name": Case(spf(f"v=spf1 ip4:mail.{DOMAIN} -all")),
    "ip4 too long": Case(spf("v=spf1 ip4:192.0.2.0/33 -all")),
    "ip4 for ip6": Case(spf("v=spf1 ip4:2001:db8::1 -all")),
    "ip6 for ip4": Case(spf("v=spf1 ip6:192.0.2.1 -all")),
    "dot for colon": Case(spf(f"v=spf1 include.s.{DOMAIN} -all")),
    "misspelt": Case(spf(f"v=spf1 inclue:s.{DOMAIN} -all")),
    "space after colon": Case(spf(f"v=spf1 include: s.{DOMAIN} -all")),
    "no space before all": Case(spf("v=spf1 ip4:192.0.2.1-all")),
    "all with value": Case(spf("v=spf1 all:example.org")),
    "plus all": Case(spf("v=spf1 +all")),
    "question all": Case(spf("v=spf1 ?all")),
    "no all": Case(spf("v=spf1 ip4:192.0.2.1")),
    "comma": Case(spf("v=spf1 ip4:192.0.2.1, -all")),
    "a": Case(spf("v=spf1 a -all") | {f"{DOMAIN} A": A}),
    "a of another": Case(spf(f"v=spf1 a:www.{DOMAIN} -all", www_A=A)),
    "a with length": Case(spf("v=spf1 a/24 -all") | {f"{DOMAIN} A": A}),
    "mx": Case(spf("v=spf1 mx -all", mail_A=A) | {f"{DOMAIN} MX": MX}),
    "mx with lengths": Case(spf("v=spf1 mx/24//64 -all", mail_A=A) | {f"{DOMAIN} MX": MX}),
    "void a": Case(spf(f"v=spf1 a:v1.{DOMAIN} -all")),
    "two void": Case(spf(f"v=spf1 a:v1.{DOMAIN} a:v2.{DOMAIN} -all")),
    "four void": Case(spf(f"v=spf1 {VOID} -all")),
    "void include": Case(spf(f"v=spf1 include:s.{DOMAIN} -all")),
    "include": Case(spf(f"v=spf1 include:s.{DOMAIN} -all", s_TXT=OTHER)),
    "include twice": Case(spf(f"v=spf1 include:s.{DOMAIN} include:s.{DOMAIN} -all", s_TXT=OTHER)),
    "include of text": Case(spf(f"v=spf1 include:s.{DOMAIN} -all", s_TXT=["hello"])),
    "include of broken": Case(spf(f"v=spf1 include:s.{DOMAIN} -all", s_TXT=["v=spf1 nonsense -all"])),
    "include of two": Case(spf(f"v=spf1 include:s.{DOMAIN} -all", s_TXT=[*OTHER, "v=spf1 ~all"])),
    "include of itself": Case(spf(f"v=spf1 include:{DOMAIN} -all")),
    "include in a circle": Case(spf(f"v=spf1 include:s.{DOMAIN} -all", s_TXT=[f"v=spf1 include:{DOMAIN} -all"])),
    "ten": Case(chain(10)),
    "eleven": Case(chain(11)),
    "redirect": Case(spf(f"v=spf1 redirect=s.{DOMAIN}", s_TXT=OTHER)),
    "redirect to nothing": Case(spf(f"v=spf1 redirect=s.{DOMAIN}")),
    "redirect after all": Case(spf(f"v=spf1 -all redirect=s.{DOMAIN}")),
    "two redirects": Case(spf(f"v=spf1 redirect=s.{DOMAIN} redirect=s.{DOMAIN}", s_TXT=OTHER)),
    "redirect with colon": Case(spf(f"v=spf1 redirect:s.{DOMAIN}", s_TXT=OTHER)),
    "terms after all": Case(spf("v=spf1 -all ip4:192.0.2.1")),
    "nonsense after all": Case(spf("v=spf1 -all nonsense"), "4.6: a syntax error anywhere is a permerror"),
    "exists": Case(spf("v=spf1 exists:%{i}._spf." + DOMAIN + " -all")),
    "unknown macro": Case(spf("v=spf1 exists:%{x}." + DOMAIN + " -all")),
    "bare percent": Case(spf("v=spf1 exists:%." + DOMAIN + " -all")),
    "ptr": Case(spf("v=spf1 ptr -all") | {f"{DOMAIN} A": A}),
    "unknown modifier": Case(spf("v=spf1 moo=cow -all")),
    "ip4 as modifier": Case(spf("v=spf1 ip4=192.0.2.1 -all")),
    "exp": Case(spf(f"v=spf1 exp=why.{DOMAIN} -all", why_TXT=["no"])),
    "tab": Case(spf("v=spf1\tip4:192.0.2.1 -all")),
    "not ascii": Case(spf("v=spf1 ip4:192.0.2.1 \u2013all".replace("\u2013", "\xe2\x80\x93"))),
    "servfail": Case({f"{DOMAIN} TXT": [SERVFAIL]}, "no answer is not an answer: not checked"),
    "eleven mx": Case(
        spf("v=spf1 mx -all", **{f"m{n}_A": A for n in range(11)})
        | {f"{DOMAIN} MX": [f"10 m{n}.{DOMAIN}." for n in range(11)]}
    ),
}

DMARC = {
    "nothing": Case({f"{DOMAIN} TXT": ["hello"]}),
    "none": Case(dmarc("v=DMARC1; p=none")),
    "quarantine": Case(dmarc("v=DMARC1; p=quarantine")),
    "reject": Case(dmarc("v=DMARC1; p=reject")),
    "upper case p": Case(dmarc("v=DMARC1; P=Reject")),
    "spaces": Case(dmarc("v = DMARC1 ; p = reject ;")),
    "lower case version": Case(dmarc("v=dmarc1; p=reject")),
    "no p": Case(dmarc("v=DMARC1; rua=mailto:a@cinema-of-the-tests.org")),
    "bare": Case(dmarc("v=DMARC1")),
    "misspelt p": Case(dmarc("v=DMARC1; p=qurantine")),
    "no semicolon": Case(dmarc("v=DMARC1 p=reject")),
    "comma": Case(dmarc("v=DMARC1, p=reject")),
    "version last": Case(dmarc("p=reject; v=DMARC1")),
    "two": Case(dmarc("v=DMARC1; p=none", "v=DMARC1; p=reject")),
    "beside other text": Case(dmarc("hello", "v=DMARC1; p=reject"), "RFC 9989, 4.10: what is no record is ignored"),
    "test mode": Case(dmarc("v=DMARC1; p=reject; t=y")),
    "alignment": Case(dmarc("v=DMARC1; p=reject; adkim=s; aspf=s")),
    "odd alignment": Case(dmarc("v=DMARC1; p=reject; adkim=x")),
    "unknown tag": Case(dmarc("v=DMARC1; p=reject; moo=cow")),
    "old pct": Case(dmarc("v=DMARC1; p=reject; pct=50")),
    "misspelt sp": Case(dmarc("v=DMARC1; p=reject; sp=rejct")),
    "p twice": Case(dmarc("v=DMARC1; p=reject; p=none")),
    "spf there": Case(dmarc("v=spf1 -all")),
    "in quotes": Case(dmarc('"v=DMARC1; p=reject"')),
    "servfail": Case({f"{DOMAIN} TXT": ["hello"], f"_dmarc.{DOMAIN} TXT": [SERVFAIL]}, "not checked"),
}
