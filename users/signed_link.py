"""Links in emails that carry what they are for, signed: nothing of them is stored.

They are short, as some mail programs break a long one: of what must not have changed since they hold a mark, not the
thing. The signature is half of Django's, 132 bits, as Django halves that of its own tokens.
"""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import override

from django.conf import settings
from django.core import signing
from django.urls import reverse

from users.dead_link import DeadLink, DeadLinkError

SIGNATURE, MARK = 22, 6  # characters, of 6 bits each
SEPARATOR = "."  # of parts
WHOLE = re.compile(rf"\d+[\w.-]*:\w+:[\w-]{{{SIGNATURE}}}", re.ASCII)  # parts, time and signature


def mark(*contents: str) -> str:
    """Return what tells contents from later ones; nobody can choose it, as it stands in a signed link alone."""
    digest = sha256("\0".join(contents).encode()).digest()
    return urlsafe_b64encode(digest).decode()[:MARK]


@dataclass(frozen=True)
class SignedLink:
    """A page whose address ends in <token>: the parts that `make` was given, `read` gives back while it `lives`.

    The first part is the number of a row.
    """

    url_name: str
    lives: timedelta

    def make(self, number: int, *marks: str) -> str:
        value = SEPARATOR.join([str(number), *marks])
        return settings.SITE_URL + self.path(self._signer.sign(value))

    def path(self, token: str) -> str:
        return reverse(self.url_name, args=[token])

    def read(self, token: str) -> tuple[int, list[str]]:
        """Return the row's number and the marks; DeadLinkError if the token is not ours, or too old."""
        try:
            number, *marks = self._signer.unsign(token, max_age=self.lives).split(SEPARATOR)
        except signing.SignatureExpired:
            raise DeadLinkError(DeadLink.EXPIRED) from None
        except signing.BadSignature:
            raise DeadLinkError(DeadLink.CUT) from None
        return int(number), marks

    @staticmethod
    def mend(token: str) -> str | None:
        """Return a token without what a mail program or a sentence has stuck to its end; None if it was cut short."""
        whole = WHOLE.match(token)
        return whole and whole[0]

    @property
    def _signer(self) -> "_Signer":
        return _Signer(salt=f"users.{self.url_name}")


class _Signer(signing.TimestampSigner):
    @override
    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:SIGNATURE]


CONFIRM_EMAIL = SignedLink("confirm_email", timedelta(days=3))
CONFIRM_NEW_EMAIL = SignedLink("confirm_new_email", timedelta(days=3))
REFUSE_EMAIL_CHANGE = SignedLink("refuse_email_change", CONFIRM_NEW_EMAIL.lives)
UNDO_EMAIL_CHANGE = SignedLink("undo_email_change", timedelta(days=7))
