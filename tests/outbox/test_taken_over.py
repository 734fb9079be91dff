"""A worker is killed in the middle: others need not wait for its lease."""

import pytest

from tests.outbox.site import Site
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer

LETTERS = 20
LONG = {"MAIL_LEASE_SECONDS": "900", "MAIL_TRY_SECONDS": "60"}

EVIDENCE = {
    "its process has ended": "SELECT 1",
    "it was on another machine, and its heart beats no more": (
        "UPDATE mail_worker SET process = '', seen_at = '2020-01-01 00:00:00'"
    ),
}


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_what_a_dead_worker_had_in_hand_goes_with_the_next(site: Site, evidence: str) -> None:
    site.people_ask(1, LETTERS)
    with SmtpServer() as hanging, SmtpServer() as server:
        hanging.script.add("mail", Fault.HANG)
        with site.worker(site.smtp(hanging), **LONG):
            site.wait_until(lambda: all(row["lease"] for row in site.letters()))
        assert len(site.workers()) == 1
        site.database.execute(EVIDENCE[evidence])
        with site.worker(site.smtp(server), **LONG) as next_one:
            site.wait_for_states(sent=LETTERS)
            assert next_one.stop() == 0
        assert len({letter.message_id for letter in server.letters}) == len(server.letters) == LETTERS
    assert {row["tries"] for row in site.letters()} == {1}
