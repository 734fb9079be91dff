"""SMTP as Django's backend speaks it, on a connection that stays open and can be broken from outside."""

import contextlib
import functools
import re
import smtplib
import socket
from collections.abc import Callable
from typing import Any, override

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.utils import DNS_NAME

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.transport.client import SmtpClient
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.credentials import Credentials
from cinemahub.mail.transport.envelope import Envelope, OutOfStepError
from cinemahub.mail.transport.mime import as_bytes
from cinemahub.mail.transport.pipelining import pipelining_at
from cinemahub.mail.transport.resting import has_ended, keep_alive
from cinemahub.mail.transport.session import SERVICE_CLOSING, Session, reply_code, session_limit_of
from cinemahub.mail.transport.trust import tls_context

ADDRESSES_REMEMBERED = 8
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)  # RFC 5321, 4.5.2


class SmtpConnection(Connection):
    """What a connection answers after it has carried letters says nothing of a fresh one, so that is asked again."""

    def __init__(self, backend: EmailBackend, credentials: Credentials | None = None) -> None:
        super().__init__(str(backend.host))
        self.backend = backend
        self.session_limit = session_limit_of(self.host, backend.port)
        self.pipelining = pipelining_at(self.host, backend.port)
        self.credentials = credentials
        self._envelope_address = functools.lru_cache(ADDRESSES_REMEMBERED)(backend.prep_address)  # most: the sender
        self.smtp: smtplib.SMTP | None = None
        self.session = Session()

    @property
    @override
    def is_open(self) -> bool:
        return self.session.is_open

    @override
    def is_spent(self, idle_seconds: float) -> bool:
        if not self.is_open:
            return super().is_spent(idle_seconds)
        if self._has_ended():
            self.session_limit.learn_rest(idle_seconds)
            return True
        return self.session_limit.rest_is_over(idle_seconds)

    @override
    def abort(self) -> None:
        if self.smtp is not None and (sock := self.smtp.sock) is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    @override
    def _send(self, message: EmailMessage, before_last_word: Callable[[], object]) -> str:
        if self.session_limit.is_reached(self.session) or self._has_ended():
            self._close()
        try:
            try:
                return self._converse(message, before_last_word)
            except (OSError, smtplib.SMTPException) as error:
                is_used_up = self.session.may_be_used_up(error)
                if not is_used_up and not isinstance(error, OutOfStepError):
                    raise
                used = self.session
                self._close()
                answer = self._converse(message, before_last_word, at_once=False)
                if is_used_up:
                    self.session_limit.learn(used)
                return answer
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            self._reset_after(error)
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
        self.smtp, self.session = None, Session()

    def _converse(self, message: EmailMessage, before_last_word: Callable[[], object], *, at_once: bool = True) -> str:
        """Do what smtplib's sendmail does, noting the step and keeping the last answer (RFC 5321, 3.3)."""
        self.step = Step.ENCODE_SENDER
        sender, *_replies = map(self._envelope_address, [message.from_email, *message.reply_to])
        self.step = Step.ENCODE_RECIPIENT
        (recipient,) = map(self._envelope_address, message.recipients())
        self.step = Step.COMPOSE
        payload = as_bytes(message)
        smtp = self.smtp if self.smtp is not None and self.session.is_open else self._open()
        self.session.begin_transaction()
        envelope = Envelope(sender, recipient, len(payload))
        if at_once and self.pipelining.is_on and smtp.has_extn("pipelining"):
            with self.pipelining.learning():
                envelope.offer_at_once(smtp, self._at)
        else:
            envelope.offer(smtp, self._at)
        try:
            before_last_word()
        except Exception:
            smtp.close()  # whatever is said now is taken for the text
            raise
        self.session.said_last_word = True
        smtp.send(LEADING_DOT.sub(b"..", payload).removesuffix(b"\r\n") + b"\r\n.\r\n")
        code, answer = smtp.getreply()
        if code != 250:
            raise smtplib.SMTPDataError(code, answer)
        self.session.carried += 1
        return f"{code} {answer.decode(errors='replace')}"

    def _at(self, step: Step) -> None:
        self.step = step

    def _has_ended(self) -> bool:
        return self.smtp is not None and (sock := self.smtp.sock) is not None and has_ended(sock)

    def _open(self) -> smtplib.SMTP:
        if not (self.backend.ssl_certfile or self.backend.ssl_keyfile):
            self.backend.ssl_context = tls_context()
        self.step = Step.CONNECT
        smtp = self._connect()
        if smtp.sock is not None:
            keep_alive(smtp.sock)
        if self.backend.use_tls:
            self.step = Step.TLS
            smtp.starttls(context=self.backend.ssl_context)
        self.step = Step.EHLO
        smtp.ehlo_or_helo_if_needed()
        if self.credentials is not None:
            self.step = Step.AUTH
            self.credentials.sign_in(smtp)
        self.session.is_open = True
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

    def _reset_after(self, error: smtplib.SMTPException) -> None:
        """Leave the connection fit for the next letter, or end it; a 421 has ended it (RFC 5321, 3.8)."""
        try:
            if self.smtp is not None and reply_code(error) != SERVICE_CLOSING:
                self.smtp.rset()
                return
        except (OSError, smtplib.SMTPException):
            pass
        self._close()


class _Smtp(SmtpClient):
    """Makes itself known before it connects, so that a server that never ends its greeting can be left."""

    debuglevel = 0  # smtplib's debug output holds the login and the letter, whoever has turned it on for all

    def __init__(self, note: Callable[[smtplib.SMTP], None], *args: Any, **options: Any) -> None:
        note(self)
        super().__init__(*args, **options)


class _SmtpOverTls(_Smtp, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""
