import errno
import signal
import socket
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from cinemahub.inbox import maildir
from cinemahub.inbox.server import HOST, inbox_server
from cinemahub.inbox.transport import inbox_port, mailbox


class Command(BaseCommand):
    help = "Accept email by SMTP on loopback and keep it for /inbox/, until interrupted."
    requires_system_checks = ()

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, help="listen here instead of on INBOX_SMTP_PORT")

    @override
    def handle(self, *args: Any, port: int | None, **options: Any) -> None:
        end = _end_signals()
        if port := port or inbox_port():
            with _listening(port):
                self._say(f"The inbox accepts email on {HOST}:{port}; /inbox/ shows it.")
                end.get()
        elif elsewhere := mailbox():
            # An open port would promise emails that never come; ending would end the site beside it too.
            self._say(f"Emails go through {elsewhere.host} as {elsewhere.login}, not into the inbox, which is idle.")
            end.get()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


@contextmanager
def _listening(port: int) -> Iterator[None]:
    maildir.open_maildir()
    server = inbox_server(port)
    try:
        socket.create_server((HOST, port)).close()  # aiosmtpd takes five seconds to say that it cannot listen
        server.start()
    except (OSError, OverflowError) as error:
        raise CommandError(_reason(error, port)) from None
    try:
        yield
    finally:
        server.stop()


def _reason(error: Exception, port: int) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Port {port} on {HOST} is taken: end what listens there, or set INBOX_SMTP_PORT to another one."
    return f"Cannot listen on port {port} of {HOST}: {error}."


def _end_signals() -> SimpleQueue[int]:
    """Collect Ctrl-C and SIGTERM in a queue: it may be filled in the midst of anything, and twice does no harm."""
    signals: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: signals.put(number))
    return signals
