"""Typing mistakes in the domains most people have their mailbox in."""

from difflib import get_close_matches

DOMAINS = (
    *("yandex.ru", "ya.ru", "yandex.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "rambler.ru"),
    *("gmail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "icloud.com", "mail.com", "proton.me"),
    *("yahoo.com", "yahoo.co.uk", "gmx.com", "gmx.net", "gmx.de", "web.de"),
)
SIMILARITY = 0.8


def suggest(address: str) -> str | None:
    """Return the address that was probably meant, or None: a***@gmial.com may mean a***@gmail.com."""
    local_part, _, domain = address.rpartition("@")
    domain = domain.lower()
    if domain in DOMAINS:
        return None
    close = get_close_matches(domain, DOMAINS, n=1, cutoff=SIMILARITY)
    return f"{local_part}@{close[0]}" if close else None
