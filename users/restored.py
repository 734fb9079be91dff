"""After a backup was restored: what owners have ended since it was made must not live again."""

from users.models import Session, User


def end_sessions() -> int:
    """Sign everybody out, withdraw pending addresses, and return how many sessions there were."""
    User.objects.exclude(pending_email="").update(pending_email="")
    deleted: int = Session.objects.all().delete()[0]
    return deleted
