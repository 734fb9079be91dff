"""How much one SMTP session has carried, and how much its server lets one carry."""

import functools
import smtplib
import ssl
import time
from dataclasses import dataclass, field

SERVICE_CLOSING = 421
REST_TOLERANCE = 0.1
IDLE_SECONDS = 2  # after which a session may have ended for being idle


@dataclass
class Session:
    is_open: bool = False
    transactions: int = 0
    carried: int = 0
    said_last_word: bool = False  # of the transaction in hand: from here on the server may have taken the letter
    last_used: float = field(default_factory=time.monotonic)
    was_idle: bool = False

    def begin_transaction(self) -> None:
        now = time.monotonic()
        self.was_idle, self.last_used = now - self.last_used > IDLE_SECONDS, now
        self.transactions += 1
        self.said_last_word = False

    def may_be_used_up(self, error: Exception) -> bool:
        """Tell whether a fresh session may take what this one, having been used, did not."""
        code = reply_code(error)
        if code is None:
            was_cut = isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError, ssl.SSLError))
            return was_cut and self.transactions > 1 and not self.said_last_word
        if code == SERVICE_CLOSING:
            return self.transactions > 1
        return code // 100 == 4 and self.carried > 0


class SessionLimit:
    """Learns after how many letters a server ends a session, and after how long a rest.

    One refusal is chance, two at one number are a rule.
    """

    def __init__(self) -> None:
        self._suspected = 0
        self._letters: int | None = None
        self._suspected_rest = 0.0
        self._rest_seconds = float("inf")

    def learn(self, used: Session) -> None:
        """Note that a session took no more, and the next took the letter."""
        if used.was_idle or not used.carried:
            return
        if used.carried == self._suspected:
            self._letters = used.carried
        self._suspected = used.carried

    def learn_rest(self, seconds: float) -> None:
        """Note after how long without a word a session was ended."""
        if abs(seconds - self._suspected_rest) <= seconds * REST_TOLERANCE:
            self._rest_seconds = seconds
        self._suspected_rest = seconds

    def rest_is_over(self, seconds: float) -> bool:
        return seconds > self._rest_seconds * (1 - REST_TOLERANCE)

    def is_reached(self, session: Session) -> bool:
        return self._letters is not None and session.carried >= self._letters


@functools.cache
def session_limit_of(_host: str, _port: int) -> SessionLimit:
    """Return what this process knows of a server, for all connections to it."""
    return SessionLimit()


def reply_code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _answer in error.recipients.values()), default=None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
