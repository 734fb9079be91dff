"""What is forgotten once a day."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from users.models import Attempt, Session, SignUp, User

UNCONFIRMED_FOR = timedelta(days=7)


def tidy(**kwargs: Any) -> None:
    """Remove what nobody confirmed, tries that no limit counts any more, and sessions that have ended."""
    now = timezone.now()
    User.objects.unconfirmed_since(now - UNCONFIRMED_FOR).delete()
    SignUp.objects.filter(at__lt=now - UNCONFIRMED_FOR).delete()
    Attempt.objects.purge()
    Session.objects.filter(expire_date__lt=now).delete()
