"""An outage of fifty minutes, which the clock of the database is told of."""

from collections.abc import Iterator

import pytest

from tests.outbox.site import Site
from tests.servers.smtp import SmtpServer

LETTERS = 20
TOO_LATE = 2


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def test_after_fifty_minutes_all_that_is_still_true_leaves_at_once(site: Site, server: SmtpServer) -> None:
    server.stop()
    site.people_ask(1, TOO_LATE)
    site.must("let_pass", "20")
    site.people_ask(TOO_LATE + 1, LETTERS)
    with site.worker(site.smtp(server)) as worker:
        site.wait_until(lambda: bool(site.open_circuits()) and site.open_circuits()[0]["probes"] >= 1)
        site.wait_until(site.is_at_rest)
        site.must("let_pass", "50")
        server.start()
        site.wait_for_states(expired=TOO_LATE, sent=LETTERS - TOO_LATE)
        assert worker.stop() == 0
    assert len({letter.message_id for letter in server.letters}) == len(server.letters) == LETTERS - TOO_LATE
    assert {row["tries"] for row in site.letters() if row["state"] == "sent"} == {1}
    assert site.open_circuits() == []
