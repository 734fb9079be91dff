"""The SMTP side of the inbox: on loopback only, it believes any login and delivers nothing."""

import logging
import ssl
from types import SimpleNamespace

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from cinemahub.inbox import maildir

HOST = "127.0.0.1"


def inbox_server(port: int) -> Controller:
    """Return a server to start and stop; starting raises OSError if it cannot listen on the port."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # below it reports every command
    return Controller(
        SimpleNamespace(handle_DATA=_keep),
        hostname=HOST,
        port=port,
        server_hostname="localhost",
        tls_context=_self_signed(),
        auth_require_tls=False,
        authenticator=_believe,
    )


async def _keep(server: SMTP, session: Session, envelope: Envelope) -> str:
    maildir.keep(envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content or b"")
    return "250 Kept in the inbox"


def _believe(server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword) -> AuthResult:
    return AuthResult(success=True)


def _self_signed() -> ssl.SSLContext:
    """Make a certificate for STARTTLS, so that clients that insist on it can be tried; none can verify it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert(HOST, "localhost").configure_cert(context)
    return context
