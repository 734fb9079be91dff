"""After a backup was restored: what waited when it was made is old."""

from django.utils import timezone

from cinemahub.mail.models import OutboxLetter, Reason, State, Worker


def give_up_waiting() -> int:
    """End every waiting letter, claimed or not, and return how many; their workers are gone."""
    Worker.objects.all().delete()
    given_up: int = OutboxLetter.objects.waiting().update(
        state=State.SKIPPED, reason=Reason.RESTORED, due_at=None, finished_at=timezone.now(), lease=None
    )
    return given_up
