from dataclasses import replace
from typing import Any, override

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from bench.accounts import create_accounts, new_address, new_client
from bench.finished import add_finished
from cinemahub.mail import outbox
from cinemahub.mail.letters import Priority
from users.letters import password_reset


class Command(BaseCommand):
    help = "Fill the database for a measurement."
    requires_system_checks = []

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", nargs="*", default=[], help="their addresses")
        parser.add_argument("--password", help="of all these accounts; they have none unless told otherwise")
        parser.add_argument("--letters", type=int, default=0, help="resets that accounts wait for, in the outbox")
        parser.add_argument("--newsletters", type=int, default=0, help="emails that are as urgent as those")
        parser.add_argument("--finished", type=int, default=0, help="letters sent during the last month")

    @override
    def handle(
        self,
        *,
        accounts: list[str],
        password: str | None,
        letters: int,
        newsletters: int,
        finished: int,
        **options: Any,
    ) -> None:
        create_accounts(accounts, make_password(password))
        if finished:
            add_finished(finished)
        for address in create_accounts(new_address() for _ in range(letters)):
            outbox.enqueue(password_reset, to=address, request=new_client())
        in_bulk = replace(password_reset, priority=Priority.BULK)
        outbox.enqueue_all(
            in_bulk, [(each, "en") for each in create_accounts(new_address() for _ in range(newsletters))]
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what autovacuum does within a minute
