"""Empty databases to measure on: PostgreSQL where it is installed, else SQLite."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.postgres import private_postgres
from tests.site.database import created


@contextmanager
def databases(folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives a function that makes a database of a name and returns its address."""
    with private_postgres() as cluster, ExitStack() as stack:

        def create(name: str) -> str:
            if cluster is None:
                return f"sqlite:///{folder / name}.sqlite3"
            return stack.enter_context(created(cluster.url)).url

        yield create
