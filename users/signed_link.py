"""Links of letters that carry what they are for, signed: nothing of them is stored."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse


@dataclass(frozen=True)
class SignedLink:
    """A page whose address ends in <token>: what `make` was given, `read` gives back for as long as `lives`."""

    url_name: str
    lives: timedelta

    def make(self, **content: Any) -> str:
        return settings.SITE_URL + reverse(self.url_name, args=[signing.dumps(content, salt=self._salt)])

    def read(self, token: str) -> dict[str, Any] | None:
        """None if the token is not ours, or too old."""
        try:
            content: dict[str, Any] = signing.loads(token, salt=self._salt, max_age=self.lives)
        except signing.BadSignature:
            return None
        return content

    @property
    def _salt(self) -> str:
        return f"users.{self.url_name}"


CONFIRM_EMAIL = SignedLink("confirm_email", timedelta(days=3))
CONFIRM_NEW_EMAIL = SignedLink("confirm_new_email", timedelta(days=3))
UNDO_EMAIL_CHANGE = SignedLink("undo_email_change", timedelta(days=7))
