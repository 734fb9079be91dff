"""Sites to measure on, each with a database of its own: PostgreSQL where it is installed, else SQLite."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which

from bench.site import Site
from tests.servers.postgres import private_postgres
from tests.servers.redis import redis
from tests.site.database import Database, Sqlite, created

DURABLE = ("fsync=on", "full_page_writes=on", "synchronous_commit=on")


@contextmanager
def sites(folder: Path) -> Iterator[Callable[[str], Site]]:
    """Gives a function that makes a site of a name; one is prepared, and the others are copies of it."""
    with private_postgres(*DURABLE) as cluster, ExitStack() as stack:
        first: Database = (
            Sqlite(folder / "first.sqlite3") if cluster is None else stack.enter_context(created(cluster.url))
        )
        site = Site.on(first.url, folder)
        site.must("migrate", "--verbosity", "0")
        site.must("collectstatic", "--noinput", "--verbosity", "0")

        def new_site(name: str) -> Site:
            (folder / name).mkdir()
            return Site.on(stack.enter_context(first.copy(folder / name)).url, folder)

        yield new_site


@contextmanager
def broker() -> Iterator[dict[str, str]]:
    """Gives the variables of a Redis for the peer that needs one; none where it is not installed."""
    if which("redis-server") is None:
        yield {}
        return
    with redis() as port:
        yield {"BENCH_REDIS_PORT": str(port)}
