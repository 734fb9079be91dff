from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.http.strict import serving, strictly
from tests.http.wire import Wire
from tests.site.database import Database

type Serve = Callable[..., AbstractContextManager[Wire]]


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    strictly("collectstatic", "--noinput", STATIC_ROOT=str(folder))
    return folder


@pytest.fixture(scope="session")
def serve(static_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Start the strict site on a database that has its tables and with further variables of the test's choosing."""

    def start(database_url: str, **variables: str) -> AbstractContextManager[Wire]:
        folder = tmp_path_factory.mktemp("site")
        return serving(folder, DATABASE_URL=database_url, STATIC_ROOT=str(static_root), **variables)

    return start


@pytest.fixture(scope="session")
def site(serve: Serve, migrated: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """The strict site with a database of its own, for tests that leave nothing behind in it."""
    with migrated.copy(tmp_path_factory.mktemp("site")) as database, serve(database.url) as wire:
        yield wire
