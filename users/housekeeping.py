"""What is forgotten once a day."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from users.letters import sign_up
from users.models import Attempt, SecurityEvent, Session, SignUp
from users.signed_link import CONFIRM_EMAIL


def tidy(**kwargs: Any) -> None:
    """Remove what no link, limit, session or account leads to any more."""
    now = timezone.now()
    lives = sign_up.valid_for + CONFIRM_EMAIL.lives  # the email may wait, and its link begins to live when it leaves
    SignUp.objects.filter(at__lt=now - lives).delete()
    Attempt.objects.purge()
    Session.objects.filter(expire_date__lt=now).delete()
    SecurityEvent.objects.filter(user=None).delete()
    SecurityEvent.objects.filter(at__lt=now - timedelta(days=settings.SECURITY_EVENTS_KEEP_DAYS)).delete()
