"""Any number of workers over one table: every letter goes, and none twice."""

import pytest

from tests.outbox.site import Site
from tests.servers.sink_process import SinkProcess

LETTERS = 1000


@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_send_every_letter_once(site: Site, sink: SinkProcess, workers: int) -> None:
    site.people_ask(1, LETTERS)
    running = [site.worker(site.smtp(sink), "--once") for _ in range(workers)]
    assert [worker.wait() for worker in running] == [0] * workers
    assert sorted(letter.message_id for letter in sink.letters) == sorted(row["message_id"] for row in site.letters())
    assert len({letter.recipient for letter in sink.letters}) == len(sink.letters) == LETTERS
    assert site.states() == {"sent": LETTERS}
    assert all(worker.said("sent 250") for worker in running)
