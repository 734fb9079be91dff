"""An email's HTML as a mail program shows it: no script, nothing from the net, links in a tab of their own."""

import re
from enum import StrEnum

from django.conf import settings
from django.utils.csp import CSP

# allow-same-origin lets the page measure the email, and is safe as long as nothing in the frame can run.
# A tab that a link opens is not sandboxed, else its forms would not work.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
PAGE_POLICY = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
FRAME_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": SANDBOX.split(),  # also for anyone who opens the frame's address alone
}
_DOCTYPE = re.compile(r"\s*(<!doctype[^>]*>)?", re.IGNORECASE)
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)


class Look(StrEnum):
    BROWSER = ""  # as the reader's browser prefers it
    LIGHT = "light"
    DARK = "dark"

    @classmethod
    def chosen(cls, look: str) -> "Look":
        return cls(look) if look in set(cls) else cls.BROWSER


def framed(html: str, look: Look = Look.BROWSER) -> str:
    """Open links in new tabs and settle light or dark; after the doctype, which must stay first."""
    head = '<base target="_blank">'
    if look:
        head += f"<style>:root {{ color-scheme: {look} !important }}</style>"
        html = _SCHEME.sub(lambda query: "(min-width: 0)" if query[1].lower() == look else "(max-width: 0)", html)
    return _DOCTYPE.sub(rf"\g<0>{head}", html, count=1)
