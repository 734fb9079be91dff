"""Connections of a transport, kept open from letter to letter."""

import contextlib
import functools
import smtplib
import socket
import ssl
from typing import Protocol

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from cinemahub.mail.diagnosis import Step
from cinemahub.mail.wire import as_bytes


class Line(Protocol):
    """One connection. `step` is how far the letter got; `host` is who answers."""

    step: Step | None
    host: str

    def send(self, message: EmailMessage) -> str:
        """Send to the message's only recipient and return what the other side said when it took it."""

    def close(self) -> None:
        """End the connection; the next `send` opens another."""

    def abort(self) -> None:
        """Break a `send` that hangs, from another thread."""


def open_line(alias: str) -> Line:
    """Return a line of a transport of MAILERS; it connects when it is first used."""
    backend = mailers[alias]
    return SmtpLine(backend) if isinstance(backend, SmtpBackend) else BackendLine(backend)


class SmtpLine:
    def __init__(self, backend: SmtpBackend) -> None:
        if not (backend.ssl_certfile or backend.ssl_keyfile):
            backend.ssl_context = _tls_context()
        self.backend = backend
        self.host = str(backend.host)
        self.step: Step | None = None

    def send(self, message: EmailMessage) -> str:
        try:
            return self._send_on_open_line(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            self._reset()
            raise
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        connection, self.backend.connection = self.backend.connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def abort(self) -> None:
        connection = self.backend.connection
        if connection is not None and connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def _send_on_open_line(self, message: EmailMessage) -> str:
        was_open = self.backend.connection is not None
        try:
            return self._converse(message)
        except (OSError, smtplib.SMTPException) as error:
            # A server ends a connection that was idle, or carried enough letters, when it is next used.
            if not (was_open and self.step is Step.MAIL and _ended_by_server(error)):
                raise
            self.close()
            return self._converse(message)

    def _converse(self, message: EmailMessage) -> str:
        """Do what smtplib's sendmail does, noting the step and keeping the last answer (RFC 5321, 3.3)."""
        sender, recipient = (self.backend.prep_address(a) for a in (message.from_email, *message.recipients()))
        payload = as_bytes(message)
        smtp = self._connect()
        self.step = Step.MAIL
        code, answer = smtp.mail(sender, [f"size={len(payload)}"] if smtp.has_extn("size") else [])
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, answer, sender)
        self.step = Step.RCPT
        code, answer = smtp.rcpt(recipient)
        if code not in {250, 251}:
            raise smtplib.SMTPRecipientsRefused({recipient: (code, answer)})
        self.step = Step.DATA
        code, answer = smtp.data(payload)
        if code != 250:
            raise smtplib.SMTPDataError(code, answer)
        return f"{code} {answer.decode(errors='replace')}"

    def _connect(self) -> smtplib.SMTP:
        self.step = Step.CONNECT
        is_new = self.backend.open()
        smtp = self.backend.connection
        if smtp is None:
            raise smtplib.SMTPServerDisconnected("no connection")
        if is_new:
            smtp.ehlo_or_helo_if_needed()
        return smtp

    def _reset(self) -> None:
        """Leave the line fit for the next letter, or end it."""
        try:
            self._connect().rset()
        except (OSError, smtplib.SMTPException):
            self.close()


class BackendLine:
    """Any other backend: Anymail's keep an HTTP session open."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend
        self.host = str(getattr(backend, "esp_name", ""))
        self.step: Step | None = Step.API

    def send(self, message: EmailMessage) -> str:
        self.backend.open()
        self.backend.send_messages([message])
        status = getattr(message, "anymail_status", None)
        return f"{', '.join(status.status)} {status.message_id}" if status and status.status else ""

    def close(self) -> None:
        self.backend.close()

    def abort(self) -> None:
        """Nothing to break: a provider's call has its own time limits."""


@functools.cache
def _tls_context() -> ssl.SSLContext:
    """Share one context: loading the system's certificates costs more than the rest of a letter."""
    return ssl.create_default_context()


def _ended_by_server(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == 421
    return isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError, ssl.SSLError))
