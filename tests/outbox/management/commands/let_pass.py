from datetime import timedelta
from typing import Any, override

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import F

from cinemahub.mail.models import Circuit, OutboxLetter


class Command(BaseCommand):
    help = "Let MINUTES pass for all letters that are in nobody's hands, and for the transports they wait for."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("minutes", type=int)

    @override
    def handle(self, *, minutes: int, **options: Any) -> None:
        passed = timedelta(minutes=minutes)
        moments = ["created_at", "due_at", "expires_at"]
        OutboxLetter.objects.filter(lease=None).update(**{name: F(name) - passed for name in moments})
        Circuit.objects.update(since=F("since") - passed)
