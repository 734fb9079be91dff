"""Whether a name that cannot be resolved is wrong, or this machine is offline."""

import socket

from cinemahub.mail.services.addresses import mailbox_at
from cinemahub.mail.services.registry import MAILBOXES

NEVER_IN_DNS = (".invalid", ".test", ".example", ".localhost")  # RFC 6761


def is_offline(host: str) -> bool:
    """Tell whether the name is one that exists, or no other can be resolved either."""
    name = host.strip().lower().rstrip(".")
    if not name or name.endswith(NEVER_IN_DNS):
        return False
    return mailbox_at(name) is not None or not any(_resolves(mailbox.smtp[0]) for mailbox in MAILBOXES.values())


def _resolves(name: str) -> bool:
    try:
        return bool(socket.getaddrinfo(name, None))
    except OSError:
        return False
