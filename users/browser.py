"""Which browser asks, in words people know; and whether an account was used in it before."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from users.browser_name import browser_name

SALT = "users.browser"
REMEMBERED_SECONDS = 365 * 24 * 3600
MAX_ACCOUNTS = 10


def describe_browser(request: HttpRequest | None) -> str:
    """Name browser and system, such as "Firefox, Linux"; "" if the browser does not say."""
    return browser_name(request.headers.get("User-Agent", "")) if request else ""


def is_known_to_anybody(request: HttpRequest) -> bool:
    """Tell whether any account was used in this browser."""
    return bool(_accounts(request))


def is_known_browser(request: HttpRequest, user_id: int) -> bool:
    return user_id in _accounts(request)


def remember_browser(request: HttpRequest, response: HttpResponseBase, user_id: int) -> None:
    """Note in a signed cookie that the account was used here."""
    accounts = [user_id, *(known for known in _accounts(request) if known != user_id)][:MAX_ACCOUNTS]
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps(accounts, salt=SALT),
        max_age=REMEMBERED_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _accounts(request: HttpRequest) -> list[int]:
    try:
        accounts: list[int] = signing.loads(
            request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=REMEMBERED_SECONDS
        )
    except signing.BadSignature:
        return []
    return accounts
