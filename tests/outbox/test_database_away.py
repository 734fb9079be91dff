"""The database goes away for a while: the worker stays, says so without shouting, and goes on."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outbox.site import Site
from tests.servers.postgres import Postgres, private_postgres
from tests.servers.smtp import SmtpServer
from tests.site.database import Postgresql, migrate

CONNECTIONS = 2
LETTERS = 30
PATIENT = {"MAIL_LEASE_SECONDS": "60"}


@pytest.fixture
def cluster() -> Iterator[Postgres]:
    """A cluster that may be stopped, which the one that the tests share may not."""
    with private_postgres() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed, or may not run here")
        yield cluster


@pytest.fixture
def site(cluster: Postgres, tmp_path: Path) -> Site:
    database = Postgresql(cluster.url)
    migrate(database)
    return Site.on(database, tmp_path)


def test_letters_go_on_when_it_is_back_and_none_goes_twice(site: Site, cluster: Postgres) -> None:
    site.people_ask(1, LETTERS)
    arguments = "--connections", str(CONNECTIONS)
    with (
        SmtpServer(reply_delay_seconds=0.05) as server,
        site.worker(site.smtp(server), *arguments, **PATIENT) as worker,
    ):
        server.wait_for(3)
        cluster.stop()
        started = time.monotonic()
        worker.wait_for_log("The database does not answer", times=2 * (1 + CONNECTIONS))
        complaints, seconds = len(worker.said("The database does not answer")), time.monotonic() - started
        assert complaints <= (1 + CONNECTIONS) * (seconds + 2)  # each thread once a second
        cluster.start()
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
        assert "Traceback" not in worker.text
        assert len({letter.message_id for letter in server.letters}) == len(server.letters) == LETTERS
    assert {row["tries"] for row in site.letters()} == {1}


def test_an_idle_worker_waits_for_it_and_takes_the_next_letter(site: Site, cluster: Postgres) -> None:
    with SmtpServer() as server, site.worker(site.smtp(server)) as worker:
        site.wait_until(lambda: len(site.workers()) == 1)
        cluster.stop()
        worker.wait_for_log("The database does not answer", times=2)
        cluster.start()
        site.people_ask(1, 1)
        site.wait_for_states(sent=1)
        assert worker.stop() == 0


def test_without_it_a_worker_still_ends_when_asked_to(site: Site, cluster: Postgres) -> None:
    site.people_ask(1, LETTERS)
    with SmtpServer(reply_delay_seconds=0.05) as server, site.worker(site.smtp(server), "--connections", "1") as worker:
        server.wait_for(1)
        cluster.stop()
        worker.wait_for_log("The database does not answer")
        assert worker.stop() == 0
        assert "Traceback" not in worker.text
        assert len(server.letters) < LETTERS


def test_after_a_failover_to_a_copy_that_may_not_be_written_letters_wait_until_it_may(
    site: Site, cluster: Postgres
) -> None:
    with SmtpServer() as server, site.worker(site.smtp(server)) as worker:
        site.wait_until(lambda: len(site.workers()) == 1)
        site.people_ask(1, LETTERS)
        site.database.execute("ALTER DATABASE postgres SET default_transaction_read_only = on")
        site.database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        worker.wait_for_log("The database is read-only")
        site.database.execute("BEGIN READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only; COMMIT")
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
        assert "Traceback" not in worker.text
        assert len({letter.message_id for letter in server.letters}) == LETTERS
