"""What may be shown of an address or of a foreign text: in logs, rows, the admin and on a terminal."""

import re
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import urlsplit

from cinemahub.mail.privacy.addresses import visible_domain
from cinemahub.mail.privacy.tokens import mask_tokens

MAX_TEXT = 300
MAX_READ = 5000  # of a text: a server may say more than is worth a search

# Pages that spam lists and filters send people to; `show_links_to` adds those of mail services.
# A link to any other host may be one of ours, token and all.
HELP_HOSTS = {"spamhaus.org", "spamcop.net", "proofpoint.com", "gmx.net", "sendgrid.com"}

_DOMAIN = re.compile(r"(?=.{,253}\Z)[\w-]+(\.[\w-]+)*\.[^\W\d_][\w-]+|localhost")
_URL = re.compile(r"\bhttps?://[^\s\"'<>]+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s\"'<>()\[\],;:@/=]+@[^\s\"'<>()\[\],;:@/=]+")
_CREDENTIALS = re.compile(r"\b(AUTH (?:PLAIN|LOGIN|XOAUTH2) )\S+|\b[A-Za-z0-9+/]{10,}={1,2}(?![\w=])", re.IGNORECASE)


def show_links_to(hosts: Iterable[str]) -> None:
    """Leave links to these hosts and to those below them whole."""
    HELP_HOSTS.update(hosts)


def mask_address(address: str) -> str:
    """Mask an address so that only its owner recognises it, a***@example.com; keep one sign of anything else."""
    local_part, _at, domain = address.strip().rpartition("@")
    shown = f"@{visible_domain(domain)}" if _DOMAIN.fullmatch(domain) else ""
    return _one_line(f"{(local_part or address)[:1]}***{shown}")


def printable(text: str | bytes) -> str:
    """Make one short line of a foreign text, without addresses, links and tokens."""
    if isinstance(text, bytes):
        text = text.decode(errors="backslashreplace")
    line = _one_line(text[:MAX_READ])
    line = _URL.sub(lambda found: _cut_link(found[0]), line)
    line = _CREDENTIALS.sub(lambda found: f"{found[1] or ''}***", line)
    line = without_addresses(line)
    line = mask_tokens(line)
    return line if len(line) <= MAX_TEXT else f"{line[: MAX_TEXT - 3]}..."


def without_addresses(text: str) -> str:
    """Mask every address in a text."""
    return _ADDRESS.sub(lambda found: mask_address(found[0]), text)


def traceback_without_words(error: Exception) -> tuple[type[Exception], Exception, TracebackType | None]:
    """Return for logging's exc_info where an error came from; its message may hold a link, so it is left out."""
    wordless: type[Exception] = type(type(error).__name__, (Exception,), {"__module__": type(error).__module__})
    return wordless, wordless(), error.__traceback__


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(text.split()))


def _cut_link(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "https://***"
    if any(host == known or host.endswith(f".{known}") for known in HELP_HOSTS):
        return url
    return f"{parts.scheme}://{host}/***" if parts.path.strip("/") or parts.query else f"{parts.scheme}://{host}"
