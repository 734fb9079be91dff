"""The worker's letters, composed by the worker's code, with accounts that are in memory alone."""

from collections.abc import Iterator
from unittest.mock import patch

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from bench.accounts import UNUSABLE, new_address
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.compose import compose
from users.letters import password_reset
from users.models import User


def composed_letters(count: int) -> Iterator[EmailMultiAlternatives]:
    def account(address: str) -> User:
        return User(pk=1, email=address, password=UNUSABLE, language="en")

    with patch.object(User.objects, "with_address", account):
        for _ in range(count):
            yield compose(OutboxLetter(kind=password_reset.name, address=new_address(), created_at=timezone.now()))
