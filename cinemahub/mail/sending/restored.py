"""After a backup was restored: what waited when it was made is old."""

from cinemahub.mail.models import OutboxLetter, Reason, State, Worker
from cinemahub.mail.models.database import database_now


def give_up_waiting() -> int:
    """End every waiting letter, claimed or not, and return how many; their workers are gone."""
    Worker.objects.all().delete()
    return OutboxLetter.objects.waiting().update(
        state=State.SKIPPED, reason=Reason.RESTORED, due_at=None, finished_at=database_now(), lease=None
    )
