from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.privacy.hashing import LENGTH


class WatchedFolder(models.Model):
    """How far a folder of the mailbox that sends was searched for returned mail (RFC 3501, 2.3.1.1)."""

    mailbox = models.CharField(_("mailbox (keyed hash)"), max_length=LENGTH)
    folder = models.CharField(_("folder"), max_length=255)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(_("last looked at"), null=True)

    class Meta:
        verbose_name = _("watched folder")
        verbose_name_plural = _("watched folders")
        constraints = [models.UniqueConstraint(fields=["mailbox", "folder"], name="watched_folder")]

    def __str__(self) -> str:
        return f"{self.mailbox[:8]}\u2026 {self.folder}"

    @classmethod
    def of(cls, mailbox: str, folder: str) -> Self:
        return cls.objects.get_or_create(mailbox=mailbox, folder=folder[:255])[0]

    def claim(self, every: timedelta) -> bool:
        """Be the one worker that looks now, if nobody has for so long."""
        now = timezone.now()
        due = models.Q(looked_at=None) | models.Q(looked_at__lte=now - every)
        return bool(type(self).objects.filter(due, pk=self.pk).update(looked_at=now))

    def starts_at(self, uid_validity: int) -> int:
        """Return the last UID that was looked at; 0 if the folder was made anew, with numbers that mean others."""
        return self.last_uid if self.uid_validity == uid_validity else 0

    def reached(self, uid_validity: int, uid: int) -> None:
        self.uid_validity, self.last_uid = uid_validity, uid
        self.save(update_fields=["uid_validity", "last_uid"])
