"""People who ask for letters."""

from collections.abc import Iterable
from uuid import uuid4

from django.http import HttpRequest

from bench.clients import new_client_address
from users.models import User

UNUSABLE = "!"


def create_accounts(addresses: Iterable[str], password_hash: str = UNUSABLE) -> list[str]:
    """Return the addresses."""
    users = User.objects.bulk_create(User(email=each, password=password_hash, language="en") for each in addresses)
    return [user.email for user in users]


def new_address() -> str:
    return f"{uuid4().hex}@example.com"


def new_client() -> HttpRequest:
    """A request from a client of its own: limits are counted, and none is reached."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = new_client_address()
    return request
