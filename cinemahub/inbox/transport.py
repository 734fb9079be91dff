"""Where development's letters go: into this inbox, or through the mailbox in .env."""

from typing import NamedTuple

from django.conf import settings

from cinemahub.mail.transport.aliases import DEFAULT, route_of


class Mailbox(NamedTuple):
    host: str
    login: str


def inbox_port() -> int | None:
    """Return the port on which the inbox takes letters; None if they go through a mailbox."""
    return getattr(settings, "INBOX_SMTP_PORT", None)


def mailbox() -> Mailbox | None:
    """Return the mailbox that letters go through; None if they come here."""
    if inbox_port() is not None:
        return None
    options = settings.MAILERS[route_of(DEFAULT)]["OPTIONS"]
    return Mailbox(options["host"], options["username"])
