import imaplib
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from cinemahub.mail.arrival.returns.collect import collect
from cinemahub.mail.arrival.returns.watch import known_mailboxes
from cinemahub.mail.privacy.masking import mask_address, printable


class Command(BaseCommand):
    help = "Look for email that came back to the mailbox that sends. The worker does so every few minutes."

    @override
    def handle(self, **options: Any) -> None:
        mailboxes = known_mailboxes()
        if not mailboxes:
            raise CommandError("No mailbox is known: set DOCTOR_IMAP_HOST, DOCTOR_IMAP_USER and DOCTOR_IMAP_PASSWORD.")
        for own in mailboxes:
            try:
                turn = collect(own)
            except (imaplib.IMAP4.error, OSError, UnicodeEncodeError) as error:
                said = printable(str(error)) if isinstance(error, imaplib.IMAP4.error) else type(error).__name__
                raise CommandError(f"The mailbox {mask_address(own.user)} cannot be read: {said}") from None
            self.stdout.write(f"{mask_address(own.user)}: {turn.looked_at} looked at, {turn.returned} came back")
