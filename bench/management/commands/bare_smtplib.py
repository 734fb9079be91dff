import email.policy
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any, override

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from bench.composed import composed_letters


class Command(BaseCommand):
    help = "Send ready bytes over open connections, one thread each: what the server and smtplib can do."
    requires_system_checks = []

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("letters", type=int)
        parser.add_argument("--connections", type=int, required=True)

    @override
    def handle(self, *, letters: int, connections: int, **options: Any) -> None:
        jobs: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
        for message in composed_letters(letters):
            jobs.put((message.to[0], message.message(policy=email.policy.SMTP).as_bytes()))
        with ThreadPoolExecutor(connections) as threads:
            for line in list(threads.map(_connect, [ssl.create_default_context()] * connections)):
                threads.submit(_send_all, line, jobs)


def _connect(context: ssl.SSLContext) -> smtplib.SMTP:
    options = settings.MAILERS["default"]["OPTIONS"]
    line = smtplib.SMTP_SSL(options["host"], options["port"], timeout=options["timeout"], context=context)
    line.login(options["username"], options["password"])
    return line


def _send_all(line: smtplib.SMTP, jobs: "SimpleQueue[tuple[str, bytes]]") -> None:
    while True:
        try:
            address, content = jobs.get_nowait()
        except Empty:
            line.quit()
            return
        line.sendmail(settings.SERVER_EMAIL, [address], content)
