"""How the SMTP server is to behave, and what came of it; all of it may change while the server runs."""

from collections.abc import Callable
from time import time
from typing import Literal

from tests.servers.letters import Letter
from tests.servers.records import Records
from tests.servers.script import Fault, Script

type Stage = Literal["connect", "ehlo", "auth", "mail", "rcpt", "data"]
type Answer = str | Fault


class SmtpBehaviour:
    """The script holds refusals and faults by stage; "data" is the answer after the final dot (and LOST_REPLY's).

    A refusal at "ehlo" or "auth" is given for the whole connection, since smtplib goes on to HELO or to the next
    AUTH mechanism within one login(): `times` counts connections there.
    """

    def __init__(self, users: dict[str, str] | None, *, require_login: bool | None, reply_delay_seconds: float) -> None:
        self.users = users or {}
        self.require_login = bool(users) if require_login is None else require_login
        self.reply_delay_seconds = reply_delay_seconds
        self.offers: list[str] = []  # more that EHLO names; aiosmtpd takes commands ahead, but does not say so
        self.offers_before_tls: list[str] = []
        self.close_after_messages: int | None = None
        self.refuse_after_messages: int | None = None
        self.tired_after_messages: int | None = None  # from then on a session gets `tired_answer` at `tired_stage`
        self.tired_stage: Stage = "rcpt"
        self.tired_answer = "452 4.5.3 Error: too many recipients in this session"  # Postfix leaves it open
        self.limit: Callable[[], str | None] = lambda: None  # asked at MAIL; what it answers is a refusal
        self.script: Script[Stage, Answer] = Script()
        self.received: Records[Letter] = Records()
        self._connections: Records[float] = Records()
        self._logins: Records[str] = Records()
        self._refused_logins: Records[str] = Records()

    @property
    def letters(self) -> list[Letter]:
        return self.received.snapshot()

    def wait_for(self, count: int, timeout_seconds: float = 10) -> list[Letter]:
        """All emails, as soon as there are `count`; TimeoutError if it does not come to that."""
        return self.received.wait_for(count, timeout_seconds)

    @property
    def connections(self) -> int:
        """Connections so far; with implicit TLS only those whose handshake succeeded."""
        return len(self._connections.snapshot())

    @property
    def logins(self) -> list[str]:
        return self._logins.snapshot()

    @property
    def refused_logins(self) -> list[str]:
        return self._refused_logins.snapshot()

    def connected(self) -> None:
        self._connections.append(time())

    def login_is_right(self, login: str, password: str) -> bool:
        right = self.users.get(login) == password
        (self._logins if right else self._refused_logins).append(login)
        return right
