"""What every test starts from, wherever it lives."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from xdist.remote import Producer

from tests.databases import ENGINES, NO_POSTGRESQL, has_tables, move_to
from tests.groups import Groups, processes, rank
from tests.servers.certificates import Certificates, issue_certificates
from tests.servers.postgres import private_postgres
from tests.site.database import Database, Postgresql, Sqlite, created, migrate


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=ENGINES, default=ENGINES[0], help="where the tests that use Django's database have it"
    )
    parser.addoption("--screenshots", type=Path, help="a folder for pictures of every page in every state")


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster that the processes of pytest-xdist share: the variable is handed down to them."""
    if getattr(config.option, "numprocesses", None) and "POSTGRESQL_OF_TESTS" not in os.environ:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        cluster = stack.enter_context(private_postgres())
        if cluster:
            os.environ["POSTGRESQL_OF_TESTS"] = cluster.url


def pytest_xdist_auto_num_workers() -> int:
    return processes()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Groups:
    return Groups(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would only say the same again on another database."""
    items.sort(key=lambda item: rank(item.nodeid))
    if config.getoption("database") == "sqlite":
        return
    without = [item for item in items if not has_tables(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in set(without)]


@pytest.fixture(autouse=True)
def english_in_utc() -> Iterator[None]:
    """Undo what an earlier test, or the shell, has chosen."""
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server of PostgreSQL, one for the whole run: each test makes databases of its own."""
    with ExitStack() as stack:
        url = os.environ.get("POSTGRESQL_OF_TESTS")
        cluster = None if url else stack.enter_context(private_postgres())
        yield url or (cluster.url if cluster else pytest.skip(NO_POSTGRESQL))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("database") == "postgresql":
        move_to(request.getfixturevalue("postgres_url"), f"test_{uuid4().hex}")


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


@pytest.fixture(scope="session", params=ENGINES)
def migrated(request: pytest.FixtureRequest) -> Database:
    """A database to copy, on either engine."""
    database: Database = request.getfixturevalue(f"migrated_{request.param}")
    return database


@pytest.fixture
def sqlite(migrated_sqlite: Sqlite, tmp_path: Path) -> Iterator[Sqlite]:
    with migrated_sqlite.copy(tmp_path) as database:
        yield database


@pytest.fixture
def postgresql(migrated_postgresql: Postgresql, tmp_path: Path) -> Iterator[Postgresql]:
    with migrated_postgresql.copy(tmp_path) as database:
        yield database


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> Database:
    """A database of the test's own, on either engine, for processes that it starts."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
def database_url(database: Database) -> str:
    return database.url


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return issue_certificates(tmp_path_factory.mktemp("certificates"))
