import logging
import signal
import sys
from types import FrameType
from typing import Any, override

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cinemahub.mail.management.reloading import run_reloading
from cinemahub.mail.sending.worker import MailWorker
from cinemahub.mail.transport.aliases import routes
from cinemahub.mail.transport.configured import configured_transports

SWITCH_SECONDS = 0.001  # how long a sender that a server has answered waits for the thread that composes

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the emails that wait in the outbox. Any number of workers can run, on any number of hosts."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument(
            "--connections", type=int, default=4, help="how many emails to send at once, by each transport (default: 4)"
        )
        parser.add_argument(
            "--unconfirmed",
            type=int,
            default=1,
            help="how many emails of a transport can wait for the server's last word at once: as many can arrive twice "
            "after kill -9 (default: 1)",
        )
        parser.add_argument("--reload", action="store_true", help="restart when code changes, as runserver does")
        parser.add_argument("--transport", default="", metavar="ALIAS", help="of MAILERS (default: all of them)")

    @override
    def handle(self, *, reload: bool, **options: Any) -> None:
        if reload:
            command = [sys.executable, *(argument for argument in sys.argv if argument != "--reload")]
            sys.exit(run_reloading(command, settings.BASE_DIR))
        self._send(**options)

    def _send(self, *, once: bool, connections: int, unconfirmed: int, transport: str, **options: Any) -> None:
        if transport and transport not in routes():
            raise CommandError(f"MAILERS has no {transport!r}. Available: {', '.join(routes())}.")
        if min(connections, unconfirmed) < 1:
            raise CommandError("--connections and --unconfirmed must be 1 or more.")
        sys.setswitchinterval(SWITCH_SECONDS)
        worker = MailWorker(connections=connections, transport=transport, unconfirmed=unconfirmed)

        def stop(signum: int, frame: FrameType | None) -> None:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a second Ctrl-C does not wait
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        used = [each for each in configured_transports() if each.alias in ([transport] if transport else routes())]
        for each in used:
            log.info("Sending emails through %s (%s), up to %d at once", each.destination, each.alias, connections)
        try:
            worker.run_once() if once else worker.run()
        except KeyboardInterrupt:
            sys.exit(128 + signal.SIGINT)
