"""Of many who use one link at the same moment exactly one sets the password."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.http.conftest import Serve
from tests.http.people import add_account, path_of_link, works
from tests.http.wire import Visitor
from tests.servers.postgres import private_postgres

VISITORS = 8


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'site.sqlite3'}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with private_postgres() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
        yield cluster.url


@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
def test_one_wins(database: str, serve: Serve, request: pytest.FixtureRequest) -> None:
    database_url = request.getfixturevalue(database)
    with serve(database_url) as site:
        add_account(database_url)
        link = path_of_link(database_url)
        together = Barrier(VISITORS)

        def use_link(number: int) -> int:
            visitor, password = Visitor(site), f"the password of {number}"
            form = str(visitor.get(link).headers["Location"])
            assert "new_password1" in visitor.get(form).body
            together.wait(timeout=60)
            return visitor.post(form, new_password1=password, new_password2=password).status

        with ThreadPoolExecutor(VISITORS) as pool:
            statuses = list(pool.map(use_link, range(VISITORS)))
    assert sorted(statuses) == [200] * (VISITORS - 1) + [302]
    assert works(database_url, f"the password of {statuses.index(302)}")
