from typing import override

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.privacy.hashing import LENGTH, address_hash, address_hashes

COMPLAINED = "complained"  # a cause


class Suppression(models.Model):
    """An address that must not be written to, known by its hash alone, and why."""

    address_hash = models.CharField(_("address (keyed hash)"), max_length=LENGTH, unique=True)
    reason = models.CharField(_("reason"), max_length=64)
    answer = models.CharField(_("what the server said"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")

    @override
    def __str__(self) -> str:
        return f"{self.address_hash[:8]}…"

    @classmethod
    def add(cls, address: str, reason: str, answer: str) -> None:
        """Suppress an address; what is gone for good outweighs a complaint, which lets some letters through."""
        suppression, is_new = cls.objects.get_or_create(
            address_hash=address_hash(address), defaults={"reason": reason, "answer": answer}
        )
        if not is_new and suppression.reason == COMPLAINED != reason:
            cls.objects.filter(pk=suppression.pk).update(reason=reason, answer=answer)

    @classmethod
    def covers(cls, address: str, *, asked_for: bool = False) -> bool:
        """Tell whether an address must not be written to; who complained still gets what is asked for just now."""
        found = cls.objects.filter(address_hash__in=address_hashes(address))
        return (found.exclude(reason=COMPLAINED) if asked_for else found).exists()
