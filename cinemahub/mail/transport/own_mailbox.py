"""The mailbox that sends, as a place where email arrives."""

import imaplib
from dataclasses import dataclass

from django.conf import settings

from cinemahub.mail.services.addresses import mailbox_of
from cinemahub.mail.transport.configured import ConfiguredTransport
from cinemahub.mail.transport.credentials import Credentials, Password
from cinemahub.mail.transport.imap import MailboxReader


@dataclass(frozen=True)
class OwnMailbox:
    host: str
    user: str
    credentials: Credentials | None

    @property
    def is_known(self) -> bool:
        return bool(self.host and self.user and self.credentials)

    def open(self, seconds: float) -> MailboxReader:
        port = settings.DOCTOR_IMAP_PORT
        if self.credentials is None:
            raise imaplib.IMAP4.error("no login")
        return MailboxReader(self.host, port, self.credentials, seconds=seconds)


def own_mailbox(transport: ConfiguredTransport) -> OwnMailbox:
    """Go by the login of a transport and its service, unless the settings name another one."""
    user = settings.DOCTOR_IMAP_USER or transport.username
    service = transport.mailbox or mailbox_of(user)
    return OwnMailbox(
        settings.DOCTOR_IMAP_HOST or (service.imap if service else ""), user, _credentials(transport, user)
    )


def _credentials(transport: ConfiguredTransport, user: str) -> Credentials | None:
    if password := settings.DOCTOR_IMAP_PASSWORD:
        return Password(user, password)
    if transport.signs_in_by_token:
        return transport.credentials
    return Password(user, transport.password) if transport.password else None
