"""What a transport signs in with: a password, or a token (SASL XOAUTH2)."""

import imaplib
import smtplib
from dataclasses import dataclass, field
from typing import Protocol

from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.transport.oauth.application import Application
from cinemahub.mail.transport.oauth.tokens import Tokens


class Credentials(Protocol):
    @property
    def username(self) -> str: ...

    def sign_in(self, smtp: smtplib.SMTP) -> None:
        """Sign in after EHLO; smtplib's errors, or TokenError."""

    def sign_in_to(self, imap: imaplib.IMAP4) -> None:
        """Sign in to a mailbox; imaplib's errors, or TokenError."""


@dataclass(frozen=True)
class Password:
    username: str
    password: str = field(repr=False)

    def sign_in(self, smtp: smtplib.SMTP) -> None:
        smtp.login(self.username, self.password)

    def sign_in_to(self, imap: imaplib.IMAP4) -> None:
        imap.login(self.username, self.password)


@dataclass(frozen=True)
class Token:
    """A server may refuse a token before its time, as after a new password: then another is asked for, once."""

    username: str
    tokens: Tokens

    def sign_in(self, smtp: smtplib.SMTP) -> None:
        token = self.tokens.access_token()
        try:
            self._sign_in(smtp, token)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code // 100 == 4:
                raise
            try:
                self._sign_in(smtp, self.tokens.access_token(instead_of=token))
            except smtplib.SMTPAuthenticationError as again:
                if again.smtp_code // 100 == 4:
                    raise
                raise TokenError("token_refused", _words(again.smtp_error), status=again.smtp_code) from None

    def sign_in_to(self, imap: imaplib.IMAP4) -> None:
        token = self.tokens.access_token()
        try:
            self._sign_in_to(imap, token)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            try:
                self._sign_in_to(imap, self.tokens.access_token(instead_of=token))
            except imaplib.IMAP4.error as again:
                raise TokenError("token_refused", str(again)) from None

    def _sign_in(self, smtp: smtplib.SMTP, token: str) -> None:
        """The first answer holds the token; a challenge after it is an error, to be answered by nothing at all."""
        answers = iter([_xoauth2(self.username, token)])
        smtp.auth("XOAUTH2", lambda challenge=None: next(answers, ""), initial_response_ok=True)

    def _sign_in_to(self, imap: imaplib.IMAP4, token: str) -> None:
        answers = iter([_xoauth2(self.username, token).encode()])
        imap.authenticate("XOAUTH2", lambda challenge: next(answers, b""))


def credentials_of(transport: str, username: str, password: str) -> Credentials | None:
    """Return what an alias of MAILERS signs in with; None if it sends without a login."""
    if application := Application.of(transport):
        return Token(application.username, Tokens(application))
    return Password(username, password) if username and password else None


def _xoauth2(username: str, token: str) -> str:
    """https://developers.google.com/workspace/gmail/imap/xoauth2-protocol"""
    return f"user={username}\x01auth=Bearer {token}\x01\x01"


def _words(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
