from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.servers.postgres import Postgres, find_binaries, private_postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with private_postgres() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed, or may not run here")
        yield cluster


def test_it_answers_and_keeps_its_data_over_a_restart(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE letter (kind text)")
        connection.execute("INSERT INTO letter VALUES ('пароль')")
    client = psycopg.connect(postgres.url)
    postgres.stop()
    with pytest.raises(psycopg.OperationalError):
        client.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url)
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT kind FROM letter").fetchall() == [("пароль",)]


def test_stopping_twice_is_harmless(postgres: Postgres) -> None:
    postgres.stop()
    postgres.stop()
    postgres.start()


def test_without_binaries_there_is_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.servers.postgres.find_binaries", lambda: None)
    with private_postgres() as cluster:
        assert cluster is None


def test_debians_newest_binaries_serve_where_path_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for version in ("9", "15"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("tests.servers.postgres.DEBIAN_FOLDER", tmp_path)
    assert find_binaries() == tmp_path / "15" / "bin"
