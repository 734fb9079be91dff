"""What is forgotten once a day."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from users.models import Session, SignUp, User

UNCONFIRMED_FOR = timedelta(days=7)


def tidy(**kwargs: Any) -> None:
    """Remove accounts and sign-ups that nobody confirmed, and sessions that have ended."""
    now = timezone.now()
    User.objects.unconfirmed_since(now - UNCONFIRMED_FOR).delete()
    SignUp.objects.filter(at__lt=now - UNCONFIRMED_FOR).delete()
    Session.objects.filter(expire_date__lt=now).delete()
