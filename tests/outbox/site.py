import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

from tests.outbox.worker import SETTINGS, Mailers, Worker
from tests.servers.smtp import SmtpServer
from tests.site.database import Database
from tests.site.deployment import Deployment

SMTP = "django.core.mail.backends.smtp.EmailBackend"
LOGIN, PASSWORD = "site@cinemahub.test", "app-password-of-the-tests"
TOKEN = re.compile(r"/password-reset/\w+/([\w-]+)/")
MAX_SECONDS = 180
POLL_SECONDS = 0.05


class Server(Protocol):
    host: str
    port: int


@dataclass(frozen=True)
class Site(Deployment):
    """The site as far as its outbox goes: a database, people who wait for letters, and workers."""

    database: Database = field(kw_only=True)
    all_workers: list[Worker] = field(default_factory=list)
    servers: list[SmtpServer] = field(default_factory=list)

    @classmethod
    def on(cls, database: Database, folder: Path) -> Self:
        return cls(SETTINGS, folder, {"DATABASE_URL": database.url, "MAILERS": "{}"}, database=database)

    def people_ask(self, first: int, last: int, *, kind: str = "password_reset") -> None:
        """Have the people number `first` to `last` ask for a letter each."""
        self.must("people_ask", str(first), str(last), "--kind", kind)

    def worker(self, mailers: Mailers, *arguments: str, inside: Sequence[str] = (), **variables: str) -> Worker:
        """Start a worker, which whoever starts it ends."""
        given = self.variables | variables
        self.all_workers.append(Worker(self.settings, mailers, *arguments, inside=inside, **given))
        return self.all_workers[-1]

    def smtp(self, server: Server, **options: Any) -> Mailers:
        """Return MAILERS whose default is a server."""
        return {"default": self.transport(server, **options)}

    def transport(self, server: Server, **options: Any) -> dict[str, Any]:
        if isinstance(server, SmtpServer):
            self.servers.append(server)
        return {"BACKEND": SMTP, "OPTIONS": {"host": server.host, "port": server.port, "timeout": 10} | options}

    def told_secrets(self) -> list[str]:
        """Return the tokens of sent links that are in the database or in a worker's log; there must be none."""
        sent = "".join(letter.text + letter.html for server in self.servers for letter in server.letters)
        told = self.database.dump() + "".join(worker.text for worker in self.all_workers)
        return [token for token in set(TOKEN.findall(sent)) if token in told]

    def letters(self) -> list[dict[str, Any]]:
        """Return the rows of the outbox, in the order in which they were asked for."""
        return self.database.rows("SELECT * FROM mail_outboxletter ORDER BY id")

    def open_circuits(self) -> list[dict[str, Any]]:
        return self.database.rows("SELECT * FROM mail_circuit WHERE state <> 'closed'")

    def workers(self) -> list[dict[str, Any]]:
        return self.database.rows("SELECT * FROM mail_worker")

    def states(self) -> Counter[str]:
        return Counter(letter["state"] for letter in self.letters())

    def is_at_rest(self) -> bool:
        """Tell whether no letter is in anybody's hands."""
        return all(row["lease"] is None for row in self.letters())

    def wait_for_states(self, **expected: int) -> None:
        self.wait_until(lambda: self.states() == expected, self.states)

    def wait_until(self, condition: Callable[[], bool], shown: Callable[[], object] = lambda: "") -> None:
        deadline = time.monotonic() + MAX_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited in vain: {shown()}")
            time.sleep(POLL_SECONDS)

    def make_due(self) -> None:
        """Let what was put off be due, instead of waiting for its time."""
        self.database.execute(
            "UPDATE mail_outboxletter SET due_at = '2020-01-01 00:00:00' WHERE lease IS NULL AND due_at IS NOT NULL"
        )

    def expire(self) -> None:
        """Let the moment of every letter that waits have passed."""
        self.database.execute(
            "UPDATE mail_outboxletter SET expires_at = '2020-01-01 00:00:00' WHERE due_at IS NOT NULL"
        )

    def make_probe_due(self) -> None:
        self.database.execute("UPDATE mail_circuit SET probe_at = '2020-01-01 00:00:00'")
