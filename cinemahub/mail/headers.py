"""The headers that a letter brings along, besides those of every email."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

type Header[C] = str | Callable[[C], str]  # a callable makes it for each recipient, from the letter's content

UNSUBSCRIBE, ONE_CLICK = "List-Unsubscribe", "List-Unsubscribe-Post"
MAX_VALUE = 900  # a line has at most 998 characters (RFC 5322, 2.1.1)

# Those that the site, or whatever carries an email, sets; sender and reply_to of a letter have options.
SITES_OWN = {
    "message-id", "date", "from", "sender", "to", "cc", "bcc", "reply-to", "subject", "auto-submitted", "mime-version",
    "return-path", "received", "dkim-signature", "x-auto-response-suppress",
}  # fmt: skip

_NAME = re.compile(r"[!-9;-~]{1,70}")  # RFC 5322, 3.6.8


def one_click_unsubscribe[C](link: Callable[[C], str]) -> dict[str, Header[C]]:
    """Return the headers by which a mail program unsubscribes with one press of a button (RFC 8058).

    `link` makes the recipient's own address, which must unsubscribe at a POST without cookies and a CSRF token.
    """
    return {UNSUBSCRIBE: lambda content: f"<{_web_address(link(content))}>", ONE_CLICK: "List-Unsubscribe=One-Click"}


def check_headers[C](headers: Mapping[str, Header[C]]) -> None:
    """ValueError if there is one that a letter must not set."""
    for name, value in headers.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a header")
        if name.lower() in SITES_OWN or name.lower().startswith("content-"):
            raise ValueError(f"The header {name} is not for a letter to set")
        if isinstance(value, str):
            _check_value(name, value)


def headers_for[C](content: C, headers: Mapping[str, Header[C]]) -> dict[str, str]:
    """Return the headers of the email to one recipient; ValueError if one of them cannot be sent."""
    made = {name: value if isinstance(value, str) else value(content) for name, value in headers.items()}
    for name, value in made.items():
        _check_value(name, value)
    return made


def can_be_unsubscribed[C](headers: Mapping[str, Header[C]]) -> bool:
    return any(name.lower().startswith(UNSUBSCRIBE.lower()) for name in headers)


def _check_value(name: str, value: str) -> None:
    if not value.isprintable() or not value.strip() or len(value) > MAX_VALUE:
        raise ValueError(f"The header {name} must be one line of at most {MAX_VALUE} characters")


def _web_address(link: str) -> str:
    if urlsplit(link).scheme not in {"https", "http"} or not link.isascii() or set(link) & set("<> \t\r\n"):
        raise ValueError("An address to unsubscribe at must begin with https:// and be in ASCII, without spaces")
    return link
