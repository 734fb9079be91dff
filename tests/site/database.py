"""A migrated database of a test's own, and a look into it that does not pass through Django."""

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, override
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.site.processes import manage

BUSY_SECONDS = 30


class Database(ABC):
    """`url` is what DATABASE_URL is set to."""

    def __init__(self, url: str) -> None:
        self.url = url

    @abstractmethod
    def connect(self) -> Any:
        """Open a connection that commits by itself."""

    @abstractmethod
    def dump(self) -> str:
        """Return everything that is in it, as text."""

    @abstractmethod
    def copy(self, folder: Path) -> AbstractContextManager["Database"]:
        """Give one like it, which may be in `folder`, gone afterwards."""

    def execute(self, statement: str) -> None:
        with closing(self.connect()) as connection:
            connection.execute(statement)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return what a query finds, by the names of its columns."""
        with closing(self.connect()) as connection:
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Sqlite(Database):
    def __init__(self, path: Path) -> None:
        super().__init__(f"sqlite:///{path}")
        self.path = path

    @override
    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)

    @override
    def dump(self) -> str:
        with closing(self.connect()) as connection:
            return "\n".join(connection.iterdump())

    @override
    @contextmanager
    def copy(self, folder: Path) -> Iterator["Sqlite"]:
        yield Sqlite(Path(shutil.copy(self.path, folder / "site.sqlite3")))


class Postgresql(Database):
    @override
    def connect(self) -> Any:
        return psycopg.connect(self.url, autocommit=True)

    @override
    def dump(self) -> str:
        (whole,) = self.rows("SELECT schema_to_xml('public', true, false, '')::text AS dump")
        return str(whole["dump"])

    @override
    def copy(self, folder: Path) -> AbstractContextManager["Postgresql"]:
        return created(self.url, template=self.name)

    @property
    def name(self) -> str:
        return urlsplit(self.url).path.removeprefix("/")


@contextmanager
def created(server_url: str, template: str = "template0") -> Iterator[Postgresql]:
    """A database on a server of PostgreSQL, gone afterwards."""
    name = f"site_{uuid4().hex}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    server = Postgresql(urlsplit(server_url)._replace(path="/postgres").geturl())
    with closing(server.connect()) as connection:
        connection.execute(create)
    try:
        yield Postgresql(urlsplit(server_url)._replace(path=f"/{name}").geturl())
    finally:
        with closing(server.connect()) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def migrate(database: Database) -> None:
    done = manage("migrate", "--verbosity", "0", settings="settings.dev", DATABASE_URL=database.url)
    assert done.returncode == 0, done.stderr
