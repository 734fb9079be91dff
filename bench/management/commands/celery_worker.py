from typing import Any, override

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Run a worker of Celery with so many processes."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("processes")

    @override
    def handle(self, *, processes: str, **options: Any) -> None:
        from bench.peers.by_celery import app

        app.worker_main(["worker", "--concurrency", processes, "--loglevel", "WARNING"])
