"""What every test starts from, wherever it lives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone, translation

from tests.servers.postgres import private_postgres


@pytest.fixture(autouse=True)
def english_in_utc() -> Iterator[None]:
    """Undo what an earlier test, or the shell, has chosen."""
    with translation.override("en"), timezone.override("UTC"):
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name an empty database of the test's own, on either engine, for processes that it starts."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'site.sqlite3'}"
        return
    with private_postgres() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
        yield cluster.url
