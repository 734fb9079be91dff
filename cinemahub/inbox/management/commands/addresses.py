import socket
from typing import Any, override

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cinemahub.inbox.transport import inbox_port, mailbox


class Command(BaseCommand):
    help = "Make sure that the ports of `make run` are free, and say where things are."

    @override
    def handle(self, **options: Any) -> None:
        _must_be_free("PORT", settings.PORT)
        if port := inbox_port():
            _must_be_free("INBOX_SMTP_PORT", port)
        self.stdout.write(f"Site:  {settings.SITE_URL}/\n{_where_emails_go()}\nCtrl-C ends everything.")


def _where_emails_go() -> str:
    if elsewhere := mailbox():
        return f"Mail:  through {elsewhere.host} as {elsewhere.login}"
    return f"Inbox: {settings.SITE_URL}/inbox/"


def _must_be_free(variable: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CommandError(f"Port {port} is taken. Choose another: make run {variable}={port + 1}") from None
