"""Which browser asks, in words people know; and whether an account was used in it before."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from users.browser_name import browser_name

if TYPE_CHECKING:
    from users.models import User

SALT = "users.browser"
REMEMBERED_SECONDS = 365 * 24 * 3600
MAX_ACCOUNTS = 10


def describe_browser(request: HttpRequest | None) -> str:
    """Name browser and system, such as "Firefox, Linux"; "" if the browser does not say."""
    return browser_name(request.headers.get("User-Agent", "")) if request else ""


def is_known_to_anybody(request: HttpRequest) -> bool:
    """Tell whether any account was used in this browser."""
    return bool(_accounts(request))


def is_known_browser(request: HttpRequest, user: "User") -> bool:
    access = _accounts(request).get(str(user.pk), "")
    return access != "" and user.recognises(access)


def remember_browser(request: HttpRequest, response: HttpResponseBase, user: "User") -> None:
    """Note in a signed cookie that the account was used here, until its owner revokes that."""
    accounts = {str(user.pk): user.access_digest} | {
        pk: access for pk, access in _accounts(request).items() if pk != str(user.pk)
    }
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps(dict(list(accounts.items())[:MAX_ACCOUNTS]), salt=SALT),
        max_age=REMEMBERED_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _accounts(request: HttpRequest) -> dict[str, str]:
    """Return the access digest of each account that was used here, the latest first."""
    try:
        accounts = signing.loads(
            request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=REMEMBERED_SECONDS
        )
    except signing.BadSignature:
        return {}
    return accounts if isinstance(accounts, dict) else {}
