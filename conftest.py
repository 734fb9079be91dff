"""What every test starts from, wherever it lives."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from tests.databases import ENGINES, NO_POSTGRESQL, has_tables, move_to
from tests.outbox.database import created
from tests.servers.postgres import private_postgres


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=ENGINES, default=ENGINES[0], help="where the tests that use Django's database have it"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster that the processes of pytest-xdist share: the variable is handed down to them."""
    if getattr(config.option, "numprocesses", None) and "POSTGRESQL_OF_TESTS" not in os.environ:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        cluster = stack.enter_context(private_postgres())
        if cluster:
            os.environ["POSTGRESQL_OF_TESTS"] = cluster.url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would only say the same again on another database."""
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


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name an empty database of the test's own, on either engine, for processes that it starts."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'site.sqlite3'}"
        return
    with created(request.getfixturevalue("postgres_url")) as database:
        yield database.url
