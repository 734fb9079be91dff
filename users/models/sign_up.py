from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cinemahub.mail.models import AddressField
from cinemahub.mail.privacy.addresses import comparable_address
from users.digest import LENGTH, digest
from users.models.user import User
from users.pause import seconds_to_wait
from users.signed_link import mark


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def of_address(self, address: str) -> Self:
        return self.filter(address_key=comparable_address(address))

    def marked(self, number: int, marks: list[str]) -> "SignUp | None":
        """Return the sign-up that a link was made for, if no newer one took its place."""
        found = self.filter(pk=number).first()
        return found if found is not None and [found.mark] == marks else None

    def of_browser(self, secret: str) -> "SignUp | None":
        """Return the newest sign-up made in a browser, if no newer one with its address took its place."""
        return self.filter(browser_digest=digest(secret)).order_by("-at").first() if secret else None


class SignUp(models.Model):
    """The newest sign-up with an address, made alike whether the address has an account or not.

    It becomes an account when whoever reads the mailbox opens its link, which `key` is in, signed; afterwards it
    stays as long as the link lives, to say so. Its link in the browser that signed up, known by a secret in a
    cookie, needs no more than a press of a button; anywhere else it asks for a password, and this one is void.
    """

    key = models.UUIDField(default=uuid4, unique=True)
    address = AddressField()
    address_key = models.CharField(max_length=254, unique=True)
    password = models.CharField(max_length=128)  # its hash, as in an account
    language = models.CharField(max_length=10)
    browser_digest = models.CharField(max_length=LENGTH, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    emailed_at = models.DateTimeField(null=True)
    user = models.ForeignKey(User, models.CASCADE, null=True)  # the account that it has become

    objects: ClassVar[Any] = SignUpQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.key}"

    @classmethod
    @transaction.atomic
    def begin(cls, address: str, *, password: str, language: str, browser: str) -> "SignUp":
        """Keep a sign-up instead of earlier ones with the address; one from the same browser goes on under its key."""
        new = {"address": address, "password": password, "language": language, "browser_digest": digest(browser)}
        sign_up: SignUp
        sign_up, is_new = cls.objects.select_for_update().get_or_create(
            address_key=comparable_address(address), defaults=new
        )
        if not is_new:
            if sign_up.user_id is not None or not sign_up.was_made_in(browser):
                sign_up.key, sign_up.emailed_at = uuid4(), None
            for name, value in (new | {"at": timezone.now(), "user": None}).items():
                setattr(sign_up, name, value)
            sign_up.save()
        return sign_up

    def begin_as(self, address: str, *, browser: str) -> "SignUp":
        """Go on with another address instead, and with the password that was chosen."""
        self.delete()
        return self.begin(address, password=self.password, language=self.language, browser=browser)

    def was_made_in(self, browser: str) -> bool:
        """Tell whether this is the browser that signed up, by the secret in its cookie."""
        return constant_time_compare(self.browser_digest, digest(browser))

    @property
    def mark(self) -> str:
        """What its link holds: another one for each sign-up with the address."""
        return mark(str(self.key))

    @property
    def seconds_to_resend(self) -> int:
        return seconds_to_wait(self.emailed_at)

    def emailed(self) -> None:
        self.at = self.emailed_at = timezone.now()
        self.save(update_fields=["at", "emailed_at"])

    def became(self, user: User) -> None:
        self.user, self.password = user, ""
        self.save(update_fields=["user", "password"])
