"""A letter's HTML as a mail program shows it: no script, nothing from the net, links opened by the whole window."""

import re

from django.conf import settings
from django.utils.csp import CSP

# A link with target=_blank opens a page that is not sandboxed, else its forms would not work.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
PAGE_POLICY = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
FRAME_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": SANDBOX.split(),  # also for somebody who opens the frame's address by itself
}
_DOCTYPE = re.compile(r"\s*(<!doctype[^>]*>)?", re.IGNORECASE)


def framed(html: str) -> str:
    """Let links leave the frame; after the doctype, which must stay first."""
    return _DOCTYPE.sub(r'\g<0><base target="_top">', html, count=1)
