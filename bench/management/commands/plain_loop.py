from typing import Any, override

from django.core.mail import mailers
from django.core.management.base import BaseCommand, CommandParser

from bench.composed import composed_letters


class Command(BaseCommand):
    help = "Compose letters and send them one after the other over one open connection, without a database."
    requires_system_checks = []

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("letters", type=int)

    @override
    def handle(self, *, letters: int, **options: Any) -> None:
        backend = mailers["default"]
        backend.open()
        for message in composed_letters(letters):
            backend.send_messages([message])
        backend.close()
