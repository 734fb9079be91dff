"""The whole site as `make run` has it, on ports, with a database and an inbox of its own."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import manage
from tests.servers.ports import free_port
from tests.services import running

SETTINGS = "tests.browser.house_settings"


@dataclass(frozen=True)
class House:
    site_url: str
    variables: dict[str, str]

    def run(self, code: str) -> str:
        """Run Python on the house's database, where a test cannot wait or must know more than a visitor sees."""
        done = manage("shell", "--verbosity", "0", "--command", code, settings=SETTINGS, **self.variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Open the house: start its processes, and end them afterwards."""
    port, inbox_port = free_port(), free_port()
    variables = {
        "PORT": str(port),
        "INBOX_SMTP_PORT": str(inbox_port),
        "DATABASE_URL": f"sqlite:///{folder / 'house.sqlite3'}",
        "HOUSE_MAILDIR": str(folder / "inbox"),
    }
    done = manage("migrate", settings=SETTINGS, **variables)
    assert done.returncode == 0, done.stderr
    with ExitStack() as processes:
        # Without the reloader: whoever edits a file while the tests run does not end them.
        for command, listens_on in {"runserver --noreload": port, "inbox": inbox_port, "mail_worker": None}.items():
            arguments = ["manage.py", *command.split()]
            log = folder / f"{arguments[1]}.log"
            processes.enter_context(running(*arguments, log=log, port=listens_on, settings=SETTINGS, **variables))
        yield House(f"http://127.0.0.1:{port}", variables)
