"""The worker's letters, composed by the worker's code, with accounts that are in memory alone."""

from collections.abc import Iterator
from unittest.mock import patch

from django.core.mail import EmailMultiAlternatives

from bench.accounts import UNUSABLE, new_address
from bench.peers.composing import reset_for
from users.models import User


def composed_letters(count: int) -> Iterator[EmailMultiAlternatives]:
    def account(address: str) -> User:
        return User(pk=1, email=address, password=UNUSABLE, language="en")

    with patch.object(User.objects, "with_address", account):
        for _ in range(count):
            yield reset_for(new_address())
