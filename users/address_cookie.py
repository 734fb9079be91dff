"""The address that was typed in this browser, carried from page to page, so that nobody types it twice.

With it goes a secret by which the browser that asked for a reset is known. Both are with the visitor alone, so asking
costs the database nothing, and the same for every address.
"""

import secrets
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from users.digest import digest

SALT = "users.address"
LIVES = timedelta(hours=1)


@dataclass(frozen=True)
class TypedAddress:
    """An address; and if an email was asked for, in which browser and when (seconds since the epoch)."""

    address: str = ""
    secret: str = ""
    asked_at: float = 0

    @property
    def asked_at_time(self) -> datetime | None:
        return datetime.fromtimestamp(self.asked_at, UTC) if self.asked_at else None

    @property
    def browser_digest(self) -> str:
        return digest(self.secret) if self.secret else ""


def typed_address(request: HttpRequest) -> TypedAddress:
    """Return what this browser has typed lately; nothing if it has not."""
    cookie = request.COOKIES.get(settings.ADDRESS_COOKIE_NAME, "")
    try:
        return TypedAddress(**signing.loads(cookie, salt=SALT, max_age=LIVES))
    except (signing.BadSignature, TypeError):
        return TypedAddress()


def email_asked(request: HttpRequest, address: str) -> TypedAddress:
    """Return what to remember of a browser that asks for an email; it keeps its secret, so that each code works."""
    before = typed_address(request)
    same = before.secret and before.address == address
    return TypedAddress(address, before.secret if same else secrets.token_urlsafe(16), time.time())


def remember_address(request: HttpRequest, response: HttpResponseBase, address: str) -> None:
    """Remember an address without an email; one that was asked for stays good."""
    before = typed_address(request)
    remember(response, before if before.address == address else TypedAddress(address))


def remember(response: HttpResponseBase, typed: TypedAddress) -> None:
    response.set_cookie(
        settings.ADDRESS_COOKIE_NAME,
        signing.dumps(asdict(typed), salt=SALT),
        max_age=LIVES,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_address(request: HttpRequest, response: HttpResponseBase) -> None:
    if settings.ADDRESS_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.ADDRESS_COOKIE_NAME, samesite="Lax")
