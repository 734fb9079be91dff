"""People who ask for letters."""

from ipaddress import IPv4Address
from uuid import uuid4

from django.http import HttpRequest

from users.models import User

UNUSABLE = "!"


def create_accounts(count: int) -> list[str]:
    """Return their addresses."""
    users = User.objects.bulk_create(User(email=new_address(), password=UNUSABLE, language="en") for _ in range(count))
    return [user.email for user in users]


def new_address() -> str:
    return f"{uuid4().hex}@example.com"


def new_client() -> HttpRequest:
    """A request from an address of its own: limits are counted, and none is reached."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = str(IPv4Address(uuid4().int >> 96))
    return request
