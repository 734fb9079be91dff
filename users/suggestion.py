"""Typing mistakes in the domains most people have their mailbox in.

A hint costs nobody anything, but a wrong one looks foolish: where a domain may be real, nothing is said.
"""

from itertools import groupby

from cinemahub.mail.services.registry import FREE_MAIL_DOMAINS
from users.spelling import distance
from users.top_level_domains import is_top_level

DOMAINS = (
    *("yandex.ru", "ya.ru", "yandex.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "rambler.ru"),
    *("gmail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "icloud.com", "mail.com", "proton.me"),
    *("yahoo.com", "yahoo.co.uk", "gmx.com", "gmx.net", "gmx.de", "web.de", "protonmail.com"),
)
# Real ones that are no further from one of those than a typing mistake.
LOOKALIKES = {"hd-mail.com", "hmamail.com", "homemail.com", "hotepmail.com", "prontomail.com", "proto2mail.com"}
ONLY_COM = "gmail"  # gmail.co and gmail.cm are no countries' Gmail
SHORT_NAME, LONG_NAME = 4, 7  # letters before the first dot: any three or four are somebody's name


def suggest(address: str) -> str | None:
    """Return the address that was probably meant, or None: a***@gmial.com may mean a***@gmail.com."""
    local_part, _at, domain = address.rpartition("@")
    domain = domain.lower()
    if domain in FREE_MAIL_DOMAINS.union(DOMAINS, LOOKALIKES):
        return None
    possible = [each for each in DOMAINS if _may_mean(domain, each)]
    meant = min(possible, key=lambda each: distance(domain, each), default="")
    return f"{local_part}@{meant}" if meant else None


def _may_mean(typed: str, meant: str) -> bool:
    name, _dot, end = typed.partition(".")
    meant_name, _dot, meant_end = meant.partition(".")
    if end == meant_end:
        return _is_misspelt(name, meant_name)
    if is_top_level(end.rpartition(".")[2]) and name != ONLY_COM:  # yahoo.ca is no slip of yahoo.com
        return False
    return distance(typed, meant) <= 2 and (name == meant_name or _is_misspelt(name, meant_name))


def _is_misspelt(name: str, meant: str) -> bool:
    slips = distance(name, meant)
    if len(meant) <= SHORT_NAME:
        return slips == 1 and (sorted(name) == sorted(meant) or _without_repeats(name) == meant)
    if name[:1] != meant[0]:  # people see how they begin; but a first letter gets lost
        return len(meant) >= LONG_NAME - 1 and name == meant[1:]
    return slips <= (2 if len(meant) >= LONG_NAME else 1)


def _without_repeats(name: str) -> str:
    return "".join(letter for letter, _repeats in groupby(name))
