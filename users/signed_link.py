"""Links in emails that carry what they are for, signed: nothing of them is stored."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from users.dead_link import DeadLink, DeadLinkError

WHOLE = re.compile(r"[\w-]+:\w+:[\w-]{43}", re.ASCII)  # content, time and signature, as `signing.dumps` writes them


@dataclass(frozen=True)
class SignedLink:
    """A page whose address ends in <token>: what `make` was given, `read` gives back for as long as `lives`."""

    url_name: str
    lives: timedelta

    def make(self, **content: Any) -> str:
        return settings.SITE_URL + self.path(signing.dumps(content, salt=self._salt))

    def path(self, token: str) -> str:
        return reverse(self.url_name, args=[token])

    def read(self, token: str) -> dict[str, Any]:
        """Return the content; DeadLinkError if the token is not ours, or too old."""
        try:
            content: dict[str, Any] = signing.loads(token, salt=self._salt, max_age=self.lives)
        except signing.SignatureExpired:
            raise DeadLinkError(DeadLink.EXPIRED) from None
        except signing.BadSignature:
            raise DeadLinkError(DeadLink.CUT) from None
        return content

    @staticmethod
    def mend(token: str) -> str | None:
        """Return a token without what a mail program or a sentence has stuck to its end; None if it was cut short."""
        whole = WHOLE.match(token)
        return whole and whole[0]

    @property
    def _salt(self) -> str:
        return f"users.{self.url_name}"


CONFIRM_EMAIL = SignedLink("confirm_email", timedelta(days=3))
CONFIRM_NEW_EMAIL = SignedLink("confirm_new_email", timedelta(days=3))
REFUSE_EMAIL_CHANGE = SignedLink("refuse_email_change", CONFIRM_NEW_EMAIL.lives)
UNDO_EMAIL_CHANGE = SignedLink("undo_email_change", timedelta(days=7))
