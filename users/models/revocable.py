"""What an account has set in motion, and how its owner ends all of it."""

import secrets
from collections.abc import Iterator
from typing import Any, override

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models import AddressField
from users.digest import LENGTH, digest
from users.models.session import Session
from users.signed_link import mark

KEY_LENGTH = 22


def new_access_key() -> str:
    return secrets.token_urlsafe(16)


class Revocable(AbstractBaseUser):
    """An account whose sessions, known browsers, links and pending address all hold a digest of its access.

    The access is the password, the address and a random key. When one of them changes, however that comes about,
    whatever holds the old digest stops working.
    """

    email: Any
    is_active: Any
    pending_email = AddressField(_("new email address, not yet confirmed"), blank=True)
    pending_access = models.CharField(max_length=LENGTH, blank=True, editable=False)
    access_key = models.CharField(max_length=KEY_LENGTH, default=new_access_key, editable=False)

    class Meta:
        abstract = True

    @property
    def access_digest(self) -> str:
        return digest(self.get_session_auth_hash())

    def access_digests(self) -> list[str]:
        """Return the digests with SECRET_KEY and with each earlier key."""
        return [digest(each) for each in (self.get_session_auth_hash(), *self.get_session_auth_fallback_hash())]

    def access_marks(self, *contents: str) -> list[str]:
        """Return what a link holds that is to stop working with the access; the first with SECRET_KEY."""
        return [mark(*contents, each) for each in self.access_digests()]

    def recognises(self, access_digest: str) -> bool:
        """Tell whether what holds this digest still works."""
        return any(constant_time_compare(access_digest, each) for each in self.access_digests())

    @property
    def pending_address(self) -> str:
        """The new address that waits to be confirmed; "" if there is none, or what has asked for it was revoked."""
        return self.pending_email if self.pending_email and self.recognises(self.pending_access) else ""

    def await_address(self, address: str) -> None:
        """Note which address is to be confirmed; "" withdraws it."""
        self.pending_email, self.pending_access = address, self.access_digest
        self.save(update_fields=["pending_email", "pending_access"])

    def revoke(self) -> None:
        """End everything: sessions, known browsers, links and a pending address."""
        self.access_key, self.pending_email = new_access_key(), ""
        self.save(update_fields=["access_key", "pending_email"])
        Session.objects.filter(user_id=self.pk).delete()

    @override
    def save(self, **kwargs: Any) -> None:
        """Let nothing from before a deactivation work again after it."""
        fields = kwargs.get("update_fields")
        if not self.is_active and (fields is None or "is_active" in fields):
            self.access_key = new_access_key()
            kwargs |= {} if fields is None else {"update_fields": {*fields, "access_key"}}
        super().save(**kwargs)

    @override
    def get_session_auth_hash(self) -> str:
        return self._access_hash(settings.SECRET_KEY)

    @override
    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._access_hash, settings.SECRET_KEY_FALLBACKS)

    def _access_hash(self, secret: str) -> str:
        access = "\0".join([self.password, self.email, self.access_key])
        return salted_hmac("users.access", access, secret=secret, algorithm="sha256").hexdigest()
