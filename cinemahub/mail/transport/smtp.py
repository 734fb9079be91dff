"""SMTP as Django's backend speaks it, on a connection that stays open and can be broken from outside."""

import contextlib
import functools
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any, override

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.utils import DNS_NAME

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.mime import as_bytes

ADDRESSES_REMEMBERED = 8


class SmtpConnection(Connection):
    def __init__(self, backend: EmailBackend) -> None:
        super().__init__(str(backend.host))
        if not (backend.ssl_certfile or backend.ssl_keyfile):
            backend.ssl_context = tls_context()
        self.backend = backend
        self._envelope_address = functools.lru_cache(ADDRESSES_REMEMBERED)(backend.prep_address)  # most: the sender
        self.smtp: smtplib.SMTP | None = None
        self.is_open = False

    @override
    def abort(self) -> None:
        if self.smtp is not None and (sock := self.smtp.sock) is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    @override
    def _send(self, message: EmailMessage) -> str:
        try:
            return self._send_on_open_connection(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            self._reset()
            raise
        except Exception:
            self._close()
            raise

    @override
    def _close(self) -> None:
        if self.smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.smtp.quit()
            self.smtp.close()
        self.smtp, self.is_open = None, False

    def _send_on_open_connection(self, message: EmailMessage) -> str:
        was_open = self.is_open
        try:
            return self._converse(message)
        except (OSError, smtplib.SMTPException) as error:
            # A server ends a connection that was idle, or carried enough letters, when it is next used.
            if not (was_open and self.step is Step.MAIL and _ended_by_server(error)):
                raise
            self._close()
            return self._converse(message)

    def _converse(self, message: EmailMessage) -> str:
        """Do what smtplib's sendmail does, noting the step and keeping the last answer (RFC 5321, 3.3)."""
        self.step = Step.ENCODE_SENDER
        sender, *_replies = map(self._envelope_address, [message.from_email, *message.reply_to])
        self.step = Step.ENCODE_RECIPIENT
        (recipient,) = map(self._envelope_address, message.recipients())
        self.step = Step.COMPOSE
        payload = as_bytes(message)
        smtp = self.smtp if self.smtp is not None and self.is_open else self._open()
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

    def _open(self) -> smtplib.SMTP:
        self.step = Step.CONNECT
        smtp = self._connect()
        if self.backend.use_tls:
            self.step = Step.TLS
            smtp.starttls(context=self.backend.ssl_context)
        self.step = Step.EHLO
        smtp.ehlo_or_helo_if_needed()
        if self.backend.username and self.backend.password:
            self.step = Step.AUTH
            smtp.login(self.backend.username, self.backend.password)
        self.is_open = True
        return smtp

    def _connect(self) -> smtplib.SMTP:
        options: dict[str, Any] = {
            "local_hostname": DNS_NAME.get_fqdn(),
            "timeout": self.backend.timeout or settings.MAIL_TRY_SECONDS,  # smtplib alone would wait for ever
        }
        if self.backend.use_ssl:
            return _SmtpOverTls(self._note, self.host, self.backend.port, context=self.backend.ssl_context, **options)
        return _Smtp(self._note, self.host, self.backend.port, **options)

    def _note(self, smtp: smtplib.SMTP) -> None:
        self.smtp = smtp

    def _reset(self) -> None:
        """Leave the connection fit for the next letter, or end it."""
        try:
            if self.smtp is not None:
                self.smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._close()


class _Smtp(smtplib.SMTP):
    """Makes itself known before it connects, so that a server that never ends its greeting can be left."""

    debuglevel = 0  # smtplib's debug output holds the login and the letter, whoever has turned it on for all

    def __init__(self, note: Callable[[smtplib.SMTP], None], *args: Any, **options: Any) -> None:
        note(self)
        super().__init__(*args, **options)


class _SmtpOverTls(_Smtp, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


@functools.cache
def tls_context() -> ssl.SSLContext:
    """Share one context: loading the system's certificates costs more than the rest of a letter."""
    return ssl.create_default_context()


def _ended_by_server(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == 421
    return isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError, ssl.SSLError))
