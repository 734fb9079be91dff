"""An SPF record taken apart; whatever its grammar does not know makes it broken (RFC 7208, 4.6 and 12)."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from django.utils.translation import gettext as _

EXPAND = r"%(?:[%_-]|\{[slodiphv](?:[1-9]\d*|0+[1-9]\d*)?r?[.\-+,/_=]*\})"
EXPAND_IN_TEXT = EXPAND.replace("slodiphv", "slodiphvcrt")
LITERAL = r"[!-$&-~]"
TOP_LABEL = r"(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])"
DOMAIN = re.compile(rf"(?:{EXPAND}|{LITERAL})*(?:\.{TOP_LABEL}\.?|{EXPAND})", re.IGNORECASE)
TEXT = re.compile(rf"(?:{EXPAND_IN_TEXT}|{LITERAL})*", re.IGNORECASE)
MODIFIER = re.compile(r"([a-z][a-z0-9._-]*)=(.*)", re.IGNORECASE)
MECHANISM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)((?:[:/].*)?)", re.IGNORECASE)
LENGTHS = re.compile(r"(.*?)(?:/(0|[1-9]\d?))?(?://(0|[1-9]\d{0,2}))?")


class BrokenSpfError(Exception):
    """What receivers call a permerror: the record says nothing at all."""

    def __init__(self, at: str, why: str) -> None:
        super().__init__(at)
        self.at, self.why = at, why


@dataclass(frozen=True)
class Term:
    """A mechanism, with the values that its kind has."""

    text: str
    sign: str
    kind: str
    domain: str = ""  # with macros
    network: IPv4Network | IPv6Network | None = None
    lengths: tuple[int, int] = (32, 128)  # of the network around an address, IPv4 and IPv6


@dataclass(frozen=True)
class SpfRecord:
    terms: tuple[Term, ...]
    redirect: str = ""


def parse(text: str) -> SpfRecord:
    """Take apart the text of a record, which begins with v=spf1."""
    terms, modifiers = [], {}
    for word in filter(None, text.split(" ")[1:]):
        if mechanism := MECHANISM.fullmatch(word):
            terms.append(_term(word, mechanism[1] or "+", mechanism[2].lower(), mechanism[3]))
        elif modifier := MODIFIER.fullmatch(word):
            name, value = modifier[1].lower(), modifier[2]
            _check_modifier(word, name, value)
            if name in {"redirect", "exp"} and name in modifiers:
                raise BrokenSpfError(word, _("this word is there twice"))
            modifiers[name] = value
        else:
            raise BrokenSpfError(word, _("SPF has no such word"))
    return SpfRecord(tuple(terms), modifiers.get("redirect", ""))


def _term(word: str, sign: str, kind: str, rest: str) -> Term:
    match kind:
        case "all" if not rest:
            return Term(word, sign, kind)
        case "include" | "exists" if _is_domain(rest[1:]) and rest.startswith(":"):
            return Term(word, sign, kind, rest[1:])
        case "ptr" if not rest or (_is_domain(rest[1:]) and rest.startswith(":")):
            return Term(word, sign, kind, rest[1:])
        case "ip4" | "ip6" if rest.startswith(":"):
            return Term(word, sign, kind, network=_network(kind, rest[1:]))
        case "a" | "mx" if (found := _target(rest)) is not None:
            return Term(word, sign, kind, found[0], lengths=found[1])
    raise BrokenSpfError(word, _("it is malformed"))


def _target(rest: str) -> tuple[str, tuple[int, int]] | None:
    """Read what may follow "a" and "mx": a domain, and how many bits of an address there count."""
    found = LENGTHS.fullmatch(rest)
    if found is None:
        return None
    domain, v4, v6 = found[1], int(found[2] or 32), int(found[3] or 128)
    is_good = not domain or (domain.startswith(":") and _is_domain(domain[1:]))
    return (domain[1:], (v4, v6)) if is_good and v4 <= 32 and v6 <= 128 else None


def _network(kind: str, value: str) -> IPv4Network | IPv6Network:
    address, slash, length = value.partition("/")
    is_length = not slash or re.fullmatch(r"0|[1-9]\d{0,2}", length, re.ASCII)
    try:
        network = ip_network(f"{address}{slash}{length}", strict=False)
    except ValueError:
        raise BrokenSpfError(value, _("that is not an IP address")) from None
    if not is_length or f"ip{network.version}" != kind:
        raise BrokenSpfError(value, _("that is not an IP address"))
    return network


def _check_modifier(word: str, name: str, value: str) -> None:
    is_good = _is_domain(value) if name in {"redirect", "exp"} else TEXT.fullmatch(value)
    if not is_good:
        raise BrokenSpfError(word, _("it is malformed"))


def _is_domain(text: str) -> bool:
    return DOMAIN.fullmatch(text) is not None
