"""What came to a mailbox: letters go from the outbox through the worker's own code into Django's test backend."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMessage

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.delivery import deliver
from cinemahub.mail.transport.open import open_connection

LEASE = timedelta(minutes=2)


def fetch(address: str = "") -> list[EmailMessage]:
    """Send what waits, and return what this has brought to `address` (to all, if none is given)."""
    before = len(mail.outbox)
    connection = open_connection("default")
    while rows := OutboxLetter.objects.claim(50, lease_for=LEASE):
        for row in rows:
            deliver(row, connection, "default")
    return [message for message in mail.outbox[before:] if not address or address in message.to]


def fetch_one(address: str) -> EmailMessage:
    (message,) = fetch(address)
    return message


def path_in(message: EmailMessage, start: str) -> str:
    """Return the path of the letter's link that begins with `start`."""
    links = re.findall(r"https?://\S+", str(message.body))
    (path,) = {path for link in links if (path := urlsplit(link).path).startswith(start)}
    return str(path)
