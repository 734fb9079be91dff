"""A worker's ear on PostgreSQL: it comes back when its connection was cut, and is not believed while it is deaf."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from cinemahub.mail.models.wake import CHANNEL, LIFE_SIGN
from cinemahub.mail.sending.news import listener
from cinemahub.mail.sending.news.listener import Listener
from cinemahub.mail.sending.news.news import NET_SECONDS, POLL_SECONDS
from cinemahub.mail.sending.news.wake import Wake

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


@pytest.fixture
def ear(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setattr(listener, "RECONNECT_SECONDS", 0.01)
    ear = Listener(Wake(), {"conninfo": postgres_url})
    ear.begin()
    yield ear
    ear.end()


@pytest.fixture
def elsewhere(postgres_url: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:
        yield connection


def hears(ear: Listener, elsewhere: "psycopg.Connection[tuple[object, ...]]", payload: str = "") -> bool:
    ear.forget()
    elsewhere.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
    return ear.wait(10)


def test_it_hears_again_after_its_connection_was_cut(
    ear: Listener, elsewhere: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    assert ear.wait(10)
    assert hears(ear, elsewhere)
    ear.forget()
    elsewhere.execute(CUT)
    assert ear.wait(10)  # for what came while it was deaf
    assert hears(ear, elsewhere)


def test_that_workers_live_does_not_wake_it_but_shows_that_it_hears(
    ear: Listener, elsewhere: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    assert ear.wait(10)
    ear.forget()
    elsewhere.execute("SELECT pg_notify(%s, %s)", [CHANNEL, LIFE_SIGN])
    assert not ear.wait(0.2)
    assert ear.poll_seconds == NET_SECONDS


def test_a_proxy_that_passes_nothing_on_is_named_and_the_worker_looks_often(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(listener, "SILENT_SECONDS", 0.05)
    monkeypatch.setattr(listener, "PROXY_RECONNECT_SECONDS", 0.01)
    deaf = Listener(Wake(), {"conninfo": postgres_url})
    deaf.begin()
    for _ in range(2):  # it tries again
        assert deaf.wait(10)
        deaf.forget()
    deaf.end()
    assert "DATABASE_DIRECT_URL" in caplog.text
    assert deaf.poll_seconds == POLL_SECONDS


def test_a_database_that_is_away_is_asked_again_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    nowhere = Listener(Wake(), {"conninfo": "postgres://postgres@127.0.0.1:1/nothing"})
    nowhere.begin()
    assert not nowhere.wait(0.1)
    nowhere.end()
    assert caplog.records == []
