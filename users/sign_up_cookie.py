"""The secret by which the browser that signed up is known when the link of the email is opened."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from users.signed_link import CONFIRM_EMAIL

SECRET = re.compile(r"[\w-]{22}", re.ASCII)


def browser_secret(request: HttpRequest) -> str:
    """Return the secret of this browser; "" if it has none that is ours."""
    cookie = request.COOKIES.get(settings.SIGN_UP_COOKIE_NAME, "")
    return cookie if SECRET.fullmatch(cookie) else ""


def remember_secret(response: HttpResponseBase, secret: str) -> None:
    response.set_cookie(
        settings.SIGN_UP_COOKIE_NAME,
        secret,
        max_age=CONFIRM_EMAIL.lives,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def new_secret() -> str:
    return secrets.token_urlsafe(16)  # 22 characters
