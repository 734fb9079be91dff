"""The link of a reset letter, and the cookie that stands for it while the form is open.

Django keeps the token in the session, that is in the database. Here it stays with the visitor: a signed cookie,
so a copy of the database opens no account and a scanner that follows links leaves no session behind.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from users.models import User

SALT = "users.reset_link"


def reset_link(user: "User") -> str:
    """Return a link that is good for PASSWORD_RESET_TIMEOUT seconds; it starts with SITE_URL, whoever asked."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("password_reset_confirm", args=[uid, token])


def remember_token(response: "HttpResponseBase", token: str) -> None:
    response.set_signed_cookie(
        settings.RESET_COOKIE_NAME,
        token,
        salt=SALT,
        max_age=settings.PASSWORD_RESET_TIMEOUT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # Strict would not be sent along the redirect that follows a click in a mail program
    )


def remembered_token(request: "HttpRequest") -> str | None:
    return request.get_signed_cookie(
        settings.RESET_COOKIE_NAME, default=None, salt=SALT, max_age=settings.PASSWORD_RESET_TIMEOUT
    )


def forget_token(response: "HttpResponseBase") -> None:
    response.delete_cookie(settings.RESET_COOKIE_NAME, samesite="Lax")
