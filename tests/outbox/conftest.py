from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.outbox.database import Database, Postgresql, Sqlite, copy_of, created, migrate
from tests.outbox.site import Site
from tests.servers.sink_process import SinkProcess


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    database = Sqlite(tmp_path_factory.mktemp("migrated") / "site.sqlite3")
    migrate(database)
    return database


@pytest.fixture(scope="session")
def migrated_postgresql(postgres_url: str) -> Iterator[Postgresql]:
    with created(postgres_url) as database:
        migrate(database)
        yield database


@pytest.fixture
def sqlite(migrated_sqlite: Sqlite, tmp_path: Path) -> Sqlite:
    return copy_of(migrated_sqlite, tmp_path)


@pytest.fixture
def postgresql(migrated_postgresql: Postgresql) -> Iterator[Postgresql]:
    template = urlsplit(migrated_postgresql.url).path.removeprefix("/")
    with created(migrated_postgresql.url, template) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Whatever happens to letters in a test, no link that was sent is to be found after it."""
    database: Database = request.getfixturevalue(request.param)
    site = Site(database)
    yield site
    assert site.told_secrets() == []


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[SinkProcess]:
    with SinkProcess(tmp_path / "letters") as sink:
        yield sink
