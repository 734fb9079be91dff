"""What every peer does for an email: the reset that the site composes, over Django's own backend."""

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.compose import compose
from users.letters import password_reset


def reset_for(address: str) -> EmailMultiAlternatives:
    return compose(OutboxLetter(kind=password_reset.name, address=address, created_at=timezone.now()))
