import random
from importlib import import_module
from time import sleep, time
from typing import Any, override

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from bench.accounts import create_accounts, new_address


class Command(BaseCommand):
    help = "Have accounts ask for resets, one after the other, and say when each had been committed."
    requires_system_checks = []

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("peer", help="a module of bench.peers")
        parser.add_argument("count", type=int)
        parser.add_argument("--pause", type=float, nargs=2, default=(0, 0), metavar=("FROM", "TO"))

    @override
    def handle(self, *, peer: str, count: int, pause: tuple[float, float], **options: Any) -> None:
        enqueue = import_module(f"bench.peers.{peer}").enqueue
        for address in create_accounts(new_address() for _ in range(count)):
            sleep(random.SystemRandom().uniform(*pause))
            with transaction.atomic():
                enqueue(address)
            self.stdout.write(f"{address} {time():.6f}")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what autovacuum does within a minute
