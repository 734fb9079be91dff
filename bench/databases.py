"""Empty databases to measure on: PostgreSQL where it is installed, else SQLite."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.postgres import private_postgres


@contextmanager
def databases(folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives a function that makes a database of a name and returns its address."""
    with private_postgres() as cluster:

        def create(name: str) -> str:
            if cluster is None:
                return f"sqlite:///{folder / name}.sqlite3"
            with psycopg.connect(cluster.url, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            return cluster.url.removesuffix("postgres") + name

        yield create
