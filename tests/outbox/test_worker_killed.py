"""kill -9 at random moments: nothing is lost, and what comes twice is recognised by its Message-ID."""

import random
from collections import Counter

import pytest

from tests.outbox.site import Site
from tests.servers.sink_process import SinkProcess

LETTERS = 300
KILLS = 5
LEASE_ENDS = {"MAIL_LEASE_SECONDS": "3", "MAIL_TRY_SECONDS": "1"}

_random = random.SystemRandom()


@pytest.mark.parametrize("connections", [1, 4])
def test_a_killed_worker_loses_nothing_and_repeats_at_most_one_letter(
    site: Site, sink: SinkProcess, connections: int
) -> None:
    site.people_ask(1, LETTERS)
    arguments = ("--connections", str(connections))
    for kill in range(KILLS):
        with site.worker(site.smtp(sink), *arguments, **LEASE_ENDS):
            sink.wait_for(_random.randint(kill * 50, kill * 50 + 49), 60)
    with site.worker(site.smtp(sink), *arguments, **LEASE_ENDS) as last:
        site.wait_for_states(sent=LETTERS)
        assert last.stop() == 0
    arrived = Counter(letter.message_id for letter in sink.letters)
    assert set(arrived) == {row["message_id"] for row in site.letters()}
    assert sink.count - LETTERS <= KILLS
