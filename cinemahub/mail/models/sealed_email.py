from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from cinemahub.mail.models.database import database_now
from cinemahub.mail.models.state import State
from cinemahub.mail.privacy.sealing import seal, unseal

OTHER_EMAIL = "other_email"  # the kind of what comes composed, by an alias of MAILERS
UNREADABLE = "email_unreadable"  # a cause
PURPOSE = "email"
DOUBT = timedelta(hours=1)  # as long as a refusal may turn out to be the transport's, see sending.evidence


class SealedEmailQuerySet(models.QuerySet["SealedEmail"]):
    def skipped(self) -> Self:
        return self.filter(letter__state=State.SKIPPED)

    def needless(self) -> Self:
        """Find those of letters whose moment has passed, or that were done with some time ago.

        One that no key fits is kept for as long as somebody may put the key back.
        """
        now = database_now()
        done = Q(letter__due_at=None, letter__finished_at__lt=now - DOUBT) & ~Q(letter__reason=UNREADABLE)
        return self.filter(done | Q(letter__expires_at__lt=now))


class SealedEmail(models.Model):
    """An email that came composed, encrypted, until it is sent or given up; it goes with its letter's row."""

    letter = models.OneToOneField("OutboxLetter", models.DB_CASCADE, primary_key=True, related_name="sealed")
    content = models.TextField()

    objects = SealedEmailQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def seal(text: str) -> str:
        return seal(text, purpose=PURPOSE)

    def unseal(self) -> str:
        """Return the text; UnreadableError if SECRET_KEY is another one now."""
        return unseal(self.content, purpose=PURPOSE)
