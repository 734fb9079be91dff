from datetime import datetime, timedelta

from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from cinemahub.mail.privacy.hashing import LENGTH, address_hash, client_hash

FAILURES_OF_ACCOUNT, ACCOUNT_WINDOW = 5, timedelta(minutes=5)
FAILURES_OF_CLIENT, CLIENT_WINDOW = 10, timedelta(minutes=1)


class SignInFailure(models.Model):
    """A wrong password, kept for as long as it is counted."""

    address_hash = models.CharField(max_length=LENGTH)
    client_hash = models.CharField(max_length=LENGTH)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["address_hash", "at"], name="users_failure_of_address"),
            models.Index(fields=["client_hash", "at"], name="users_failure_of_client"),
            models.Index(fields=["at"], name="users_failure_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.address_hash[:8]}"

    @classmethod
    def record(cls, address: str, request: HttpRequest) -> None:
        now = timezone.now()
        cls.objects.filter(at__lt=now - ACCOUNT_WINDOW).delete()
        cls.objects.create(address_hash=address_hash(address), client_hash=client_hash(request), at=now)

    @classmethod
    def forget(cls, address: str) -> None:
        """Begin to count anew, after the right password."""
        cls.objects.filter(address_hash=address_hash(address)).delete()

    @classmethod
    def wait(cls, address: str, request: HttpRequest) -> timedelta:
        """How long whoever signs in must wait; zero or less if not at all. An unknown address counts like any other."""
        now, client = timezone.now(), client_hash(request)
        of_account = cls.objects.filter(address_hash=address_hash(address))
        of_client = cls.objects.filter(client_hash=client).exclude(client_hash="")
        free_at = max(
            _free_at(of_account, FAILURES_OF_ACCOUNT, ACCOUNT_WINDOW, now),
            _free_at(of_client, FAILURES_OF_CLIENT, CLIENT_WINDOW, now),
        )
        return free_at - now


def _free_at(failures: "models.QuerySet[SignInFailure]", most: int, window: timedelta, now: datetime) -> datetime:
    """When the window holds fewer than `most` failures again."""
    newest = list(failures.filter(at__gt=now - window).order_by("-at").values_list("at", flat=True)[:most])
    return newest[-1] + window if len(newest) == most else now
