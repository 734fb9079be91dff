"""The whole site as `make run` has it, on ports, with a database and an inbox of its own."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.ports import free_port
from tests.site.database import Database
from tests.site.deployment import Deployment


class House(Deployment):
    @property
    def site_url(self) -> str:
        return f"http://127.0.0.1:{self.variables['PORT']}"


@contextmanager
def house(folder: Path, database: Database) -> Iterator[House]:
    """Open the house: start its processes, and end them afterwards."""
    port, inbox_port = free_port(), free_port()
    variables = {
        "PORT": str(port),
        "INBOX_SMTP_PORT": str(inbox_port),
        "DATABASE_URL": database.url,
        "INBOX_MAILDIR": str(folder / "inbox"),
    }
    house = House("tests.browser.house_settings", folder, variables)
    with ExitStack() as processes:
        # Without the reloader: whoever edits a file while the tests run does not end them.
        processes.enter_context(house.running("runserver", "--noreload", port=port))
        processes.enter_context(house.running("inbox", port=inbox_port))
        processes.enter_context(house.running("mail_worker"))
        yield house
