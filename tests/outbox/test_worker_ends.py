"""How a worker ends."""

import signal

from tests.outbox.site import Site
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer

LETTERS = 8


def test_sigterm_finishes_the_letter_in_hand_and_gives_the_others_back(site: Site) -> None:
    site.people_ask(1, LETTERS)
    with SmtpServer(reply_delay_seconds=0.2) as server, site.worker(site.smtp(server), "--connections", "1") as worker:
        server.wait_for(1)
        assert worker.stop() == 0
        assert 1 <= len(server.letters) < LETTERS
    rows = site.letters()
    states = [row["state"] for row in rows]
    assert states.count("sent") == len(server.letters)
    assert {row["lease"] for row in rows} == {None}
    assert {row["tries"] for row in rows if row["state"] == "queued"} == {0}
    assert site.workers() == []


def test_what_was_given_back_goes_with_the_next_worker_at_once(site: Site) -> None:
    site.people_ask(1, LETTERS)
    with SmtpServer(reply_delay_seconds=0.2) as server, site.worker(site.smtp(server), "--connections", "1") as worker:
        server.wait_for(1)
        worker.stop()
        server.reply_delay_seconds = 0
        with site.worker(site.smtp(server), "--once") as other:
            assert other.wait() == 0
        assert len({letter.message_id for letter in server.letters}) == len(server.letters) == LETTERS


def test_one_ctrl_c_waits_for_the_letter_in_hand_and_two_do_not(site: Site) -> None:
    site.people_ask(1, 1)
    variables = {"MAIL_TRY_SECONDS": "60", "MAIL_LEASE_SECONDS": "150"}
    with SmtpServer() as server:
        server.script.add("data", Fault.HANG)
        with site.worker(site.smtp(server, timeout=50), **variables) as worker:
            site.wait_until(lambda: server.connections == 1)
            worker.send_signal(signal.SIGINT)
            worker.wait_for_log("Shutting down after the current sends")
            assert worker.process.poll() is None
            assert worker.stop(signal.SIGINT) == 128 + signal.SIGINT
            assert "Traceback" not in worker.text
    assert site.states() == {"queued": 1}


def test_an_idle_worker_ends_at_once_and_signs_off(site: Site) -> None:
    with SmtpServer() as server, site.worker(site.smtp(server)) as worker:
        site.wait_until(lambda: len(site.workers()) == 1)
        assert worker.stop() == 0
        assert site.workers() == []
        assert server.connections == 0
