"""The mailbox that sends, as a place where email arrives."""

from dataclasses import dataclass, field

from django.conf import settings

from cinemahub.mail.services.addresses import mailbox_of
from cinemahub.mail.transport.configured import ConfiguredTransport
from cinemahub.mail.transport.imap import MailboxReader


@dataclass(frozen=True)
class OwnMailbox:
    host: str
    user: str
    password: str = field(repr=False)

    @property
    def is_known(self) -> bool:
        return bool(self.host and self.user and self.password)

    def open(self, seconds: float) -> MailboxReader:
        port = settings.DOCTOR_IMAP_PORT
        return MailboxReader(self.host, port, user=self.user, password=self.password, seconds=seconds)


def own_mailbox(transport: ConfiguredTransport) -> OwnMailbox:
    """Go by the login of a transport and its service, unless the settings name another one."""
    user = settings.DOCTOR_IMAP_USER or transport.username
    service = transport.mailbox or mailbox_of(user)
    password = settings.DOCTOR_IMAP_PASSWORD or transport.password
    return OwnMailbox(settings.DOCTOR_IMAP_HOST or (service.imap if service else ""), user, password)
