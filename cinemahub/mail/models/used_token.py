import hashlib
import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(hours=1)  # longer than any signature that has a token is good for


class UsedToken(models.Model):
    """A token that signed one body, so that it signs no other."""

    token = models.UUIDField(primary_key=True)
    body = models.UUIDField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def is_for(cls, token: str, body: bytes) -> bool:
        """Tell whether a token is new, or was used for this very body."""
        digest = _digest(body)
        used, _is_new = cls.objects.get_or_create(token=_digest(token.encode()), defaults={"body": digest})
        return used.body == digest

    @classmethod
    def forget(cls) -> None:
        cls.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def _digest(value: bytes) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.sha256(value).digest()[:16])
