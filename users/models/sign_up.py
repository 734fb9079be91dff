from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.utils import timezone

from cinemahub.mail.privacy.hashing import LENGTH, address_hash, address_hashes


class SignUp(models.Model):
    """The newest sign-up with an address, kept alike for a free and a taken one, so that signing in tells neither."""

    address_hash = models.CharField(max_length=LENGTH, unique=True)
    password = models.CharField(max_length=128)  # its hash, as in an account
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.address_hash[:8]}"

    @classmethod
    def keep(cls, address: str, password_hash: str) -> None:
        SignUp.objects.bulk_create(
            [SignUp(address_hash=address_hash(address), password=password_hash)],
            update_conflicts=True,
            unique_fields=["address_hash"],
            update_fields=["password", "at"],
        )

    @classmethod
    def forget(cls, address: str) -> None:
        cls._of(address).delete()

    @classmethod
    def is_kept(cls, address: str) -> bool:
        return cls._of(address).exists()

    @classmethod
    def knows(cls, address: str, password: str) -> bool | None:
        """Tell whether this password was chosen for the address; None, after the same work, if nobody signed up."""
        newest = cls._of(address).order_by("-at").first()
        if newest is None:
            make_password(password)
            return None
        return check_password(password, newest.password)

    @classmethod
    def _of(cls, address: str) -> "models.QuerySet[SignUp]":
        """More than one after SECRET_KEY was changed."""
        return SignUp.objects.filter(address_hash__in=address_hashes(address))
