from typing import Any, override

from django.core.management.base import BaseCommand, CommandParser

from cinemahub.mail import outbox
from cinemahub.mail.letters import declared_letter
from users.models import User


class Command(BaseCommand):
    help = "Have people number FIRST to LAST, who get accounts if they have none, ask for a letter each."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", type=int)
        parser.add_argument("last", type=int)
        parser.add_argument("--kind", default="password_reset")

    @override
    def handle(self, *, first: int, last: int, kind: str, **options: Any) -> None:
        addresses = [f"person{number}@example.com" for number in range(first, last + 1)]
        known = set(User.objects.values_list("email", flat=True))
        User.objects.bulk_create(User(email=each, password="!") for each in addresses if each not in known)
        outbox.enqueue_all(declared_letter(kind), [(address, "en") for address in addresses])
