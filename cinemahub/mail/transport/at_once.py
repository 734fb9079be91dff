"""An email that goes without the outbox, by the way that letters go."""

from copy import copy

from django.core.mail import EmailMessage

from cinemahub.mail.transport.open import open_connection


def send_at_once(message: EmailMessage, alias: str = "default") -> None:
    """Send to each recipient, or raise what keeps a letter from going; Django's own backend knows no token."""
    connection = open_connection(alias)
    try:
        for recipient in message.to:
            single = copy(message)
            single.to = [recipient]
            connection.send(single)
    finally:
        connection.close()
