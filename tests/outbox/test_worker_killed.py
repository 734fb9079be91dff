"""kill -9 at random moments: nothing is lost, and what comes twice is recognised by its Message-ID."""

import random
from pathlib import Path

import pytest

from tests.outbox.site import Site
from tests.servers.sink_process import SinkProcess

KILLS = 5
NEAR, SLOW = (300, 50, 0.0), (40, 7, 150.0)  # letters, of which one until each kill, milliseconds that a reply takes
LEASE_ENDS = {"MAIL_LEASE_SECONDS": "3", "MAIL_TRY_SECONDS": "1"}

_random = random.SystemRandom()


@pytest.mark.parametrize(
    ("connections", "letters", "until_kill", "delay_ms"),
    [(1, *NEAR), (4, *SLOW)],
    ids=["one connection", "four to a server that takes its time"],
)
def test_a_killed_worker_loses_nothing_and_repeats_at_most_one_letter(
    site: Site, tmp_path: Path, connections: int, letters: int, until_kill: int, delay_ms: float
) -> None:
    site.people_ask(1, letters)
    arguments = ("--connections", str(connections))
    arrived_at_kill: list[int] = []
    with SinkProcess(tmp_path / "letters", delay_ms=delay_ms) as sink:
        for kill in range(KILLS):
            first = kill * until_kill
            with site.worker(site.smtp(sink), *arguments, **LEASE_ENDS):
                sink.wait_for(_random.randint(first, first + until_kill - 1), 60)
            arrived_at_kill.append(sink.count)  # what came before the next worker began
        with site.worker(site.smtp(sink), *arguments, **LEASE_ENDS) as last:
            site.wait_for_states(sent=letters)
            assert last.stop() == 0
        arrived = [letter.message_id for letter in sink.letters]
    assert set(arrived) == {row["message_id"] for row in site.letters()}
    assert [repeats for repeats in _repeats_by_kill(arrived, arrived_at_kill) if repeats > 1] == []


def _repeats_by_kill(arrived: list[str], arrived_at_kill: list[int]) -> list[int]:
    """Count what came after a kill for another time, having last come between the kill before and this one."""
    starts = [0, *arrived_at_kill]
    return [
        len(set(arrived[start:end]) & set(arrived[end:])) for start, end in zip(starts, arrived_at_kill, strict=False)
    ]
