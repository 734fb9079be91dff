"""The link of a reset letter, and the cookie that stands for it while the form is open.

Django keeps the token in the session, that is in the database. Here it stays with the visitor: a signed cookie,
so a copy of the database opens no account and a scanner that follows links leaves no session behind.
"""

import re
from itertools import count
from typing import TYPE_CHECKING, Any, override

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode

from users.dead_link import DeadLink

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from users.models import User

SALT = "users.reset_link"
LIKE_BITCOIN = re.compile(r"\b[13][1-9a-f]{25,34}\b")  # SpamAssassin's __BITCOIN_ID, of hexadecimal digits
WHOLE_TOKEN = re.compile(r"([0-9a-z]{1,13})-[0-9a-f]{32}")  # the second of its making, and a signature
WHOLE = re.compile(rf"([\w-]+)/({WHOLE_TOKEN.pattern}|set-password)", re.ASCII)
MAX_ACCOUNTS = 3  # whose links can be open in one browser


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Django's, with whatever else the owner of an account revokes."""

    @override
    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.access_key}"

    def access_of(self, user: "User") -> str:
        """Return what changes whenever the links sent until now stop working."""
        return self._make_hash_value(user, 0)

    @override
    def make_token(self, user: Any) -> str:
        """Make it a second or two earlier than now if else filters took it for the address of a Bitcoin wallet."""
        now = self._num_seconds(self._now())
        tokens = (self._make_token_with_timestamp(user, now - earlier, self.secret) for earlier in count())
        return next(token for token in tokens if not LIKE_BITCOIN.search(token))

    def why_dead(self, token: str) -> DeadLink:
        """Say why a token does not work that has not been used."""
        whole = WHOLE_TOKEN.fullmatch(token)
        if whole is None:
            return DeadLink.CUT
        age = self._num_seconds(self._now()) - base36_to_int(whole[1])
        return DeadLink.EXPIRED if age > settings.PASSWORD_RESET_TIMEOUT else DeadLink.REVOKED


token_generator = ResetTokenGenerator()


def reset_link(user: "User") -> str:
    """Return a link that is good for PASSWORD_RESET_TIMEOUT seconds; it starts with SITE_URL, whoever asked."""
    return settings.SITE_URL + reset_path(urlsafe_base64_encode(force_bytes(user.pk)), token_generator.make_token(user))


def reset_path(uidb64: str, token: str) -> str:
    return reverse("password_reset_confirm", args=[uidb64, token])


def mend(path: str) -> str | None:
    """Return the path of a link without what was stuck to its end; None if it was cut short."""
    whole = WHOLE.match(path)
    return whole and reset_path(whole[1], whole[2])


def remember_token(request: "HttpRequest", response: "HttpResponseBase", uidb64: str, token: str) -> None:
    """Keep a token in the browser, beside those of other accounts: each may have its form open in a tab."""
    others = {uid: other for uid, other in _tokens(request).items() if uid != uidb64}
    tokens = dict([*others.items(), (uidb64, token)][-MAX_ACCOUNTS:])
    response.set_cookie(
        settings.RESET_COOKIE_NAME,
        signing.dumps(tokens, salt=SALT),
        max_age=settings.PASSWORD_RESET_TIMEOUT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",  # Strict would not be sent along the redirect that follows a click in a mail program
    )


def remembered_token(request: "HttpRequest", uidb64: str) -> str:
    """Return the token that the browser keeps for an account; "" if none."""
    return _tokens(request).get(uidb64, "")


def _tokens(request: "HttpRequest") -> dict[str, str]:
    cookie = request.COOKIES.get(settings.RESET_COOKIE_NAME, "")
    try:
        tokens = signing.loads(cookie, salt=SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return {}
    return tokens if isinstance(tokens, dict) else {}
