"""After a backup was restored: what waited when it was made is old."""

from django.db import transaction

from cinemahub.mail.models import OutboxLetter, Reason, SealedEmail, State, Worker
from cinemahub.mail.models.database import database_now


def give_up_waiting() -> int:
    """End every waiting letter, claimed or not, and return how many; their workers are gone."""
    Worker.objects.all().delete()
    with transaction.atomic():
        number = _give_up()
        SealedEmail.objects.skipped().delete()
    return number


def _give_up() -> int:
    return OutboxLetter.objects.waiting().update(
        state=State.SKIPPED, reason=Reason.RESTORED, due_at=None, finished_at=database_now(), lease=None
    )
