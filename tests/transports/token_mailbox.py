"""A mail service without passwords: submission and IMAP by Dovecot, delivery between its mailboxes by Postfix."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.servers.certificates import Certificates
from tests.servers.dovecot_oauth import TokenMailbox, token_mailbox
from tests.servers.letters import Letter
from tests.servers.oauth_state import OAuthServer
from tests.servers.ports import free_port
from tests.servers.postfix import private_postfix
from tests.site.processes import wait_until

DOMAIN = "cinemahub.example"


@dataclass(frozen=True)
class MailService:
    oauth: OAuthServer
    mailbox: TokenMailbox
    certificates: Certificates

    def read(self, address: str, at_least: int = 1) -> list[Letter]:
        """Wait for emails in somebody's inbox, which is read with a token of theirs."""
        token = self.oauth.allow(address).access_token
        context = ssl.create_default_context(cafile=self.certificates.authority)
        with imaplib.IMAP4_SSL("localhost", self.mailbox.dovecot.port, ssl_context=context) as imap:
            imap.authenticate("XOAUTH2", lambda _: f"user={address}\x01auth=Bearer {token}\x01\x01".encode())
            imap.select(readonly=True)
            wait_until(lambda: len(_numbers(imap)) >= at_least)
            return [Letter("", [address], _content(imap, number)) for number in _numbers(imap)]


@contextmanager
def mail_service(oauth: OAuthServer, certificates: Certificates, *users: str) -> Iterator[MailService]:
    """Run one for users of DOMAIN."""
    inboxes = ", ".join(f"{{ {user} = {user}/ }}" for user in users)
    relay = free_port()
    with (
        token_mailbox(certificates.server, oauth, relay) as mailbox,
        private_postfix(
            mailboxes=mailbox.dovecot.mailboxes,
            mailbox=users[0],
            routes={"elsewhere.example": "discard"},
            parameters={"virtual_mailbox_maps": f"inline:{{ {inboxes} }}"},
            port=relay,
        ),
    ):
        yield MailService(oauth, mailbox, certificates)


def _numbers(imap: imaplib.IMAP4) -> list[str]:
    imap.noop()
    return str(imap.search(None, "ALL")[1][0].decode()).split()


def _content(imap: imaplib.IMAP4, number: str) -> bytes:
    (answer, *_) = imap.fetch(number, "(BODY.PEEK[])")[1]
    assert isinstance(answer, tuple)
    return bytes(answer[1])
