from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.models import AddressField
from cinemahub.mail.privacy.addresses import comparable_address, visible_address
from users.models.revocable import Revocable


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, however it is spelled; served by the index of the unique constraint."""
        return self.alias(lower_email=Lower("email")).get(lower_email=comparable_address(username or ""))

    def with_addresses(self, emails: Iterable[str]) -> "dict[str, User]":
        """Return the accounts of addresses, by `comparable_address`."""
        wanted = {comparable_address(email) for email in emails}
        users = self.annotate(lower_email=Lower("email")).filter(lower_email__in=wanted)
        return {user.lower_email: user for user in users}

    def with_address(self, email: str) -> "User | None":
        """Return the account of an address, or None."""
        try:
            return self.get_by_natural_key(email)
        except self.model.DoesNotExist:
            return None

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(Revocable, PermissionsMixin):
    """A person, known by an email address whose mailbox has said yes, or for which staff vouch."""

    email = AddressField(
        _("email address"),
        unique=True,
        error_messages={"unique": _("An account with this address already exists.")},
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, help_text=_("of emails"))
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("Can use the admin."))
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick this instead of deleting an account.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="users_user_email_unique",
                violation_error_message=_("An account with this address already exists."),
            )
        ]

    def __str__(self) -> str:
        return visible_address(self.email)

    @property
    def visible_email(self) -> str:
        return visible_address(self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.visible_email
