"""A transport that is broken, and not the letters: they wait without burning tries, and go on by themselves."""

from collections.abc import Iterator

import pytest

from tests.outbox.site import LOGIN, PASSWORD, Site
from tests.servers.smtp import SmtpServer

LETTERS = 20
CREDENTIALS = {"username": LOGIN, "password": PASSWORD}


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        yield server


def test_a_wrong_password_costs_no_letter_a_try_and_the_right_one_lets_them_go(site: Site, server: SmtpServer) -> None:
    server.users[LOGIN] = "another"
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(server, **CREDENTIALS)) as worker:
        worker.wait_for_log("is on hold")
        site.wait_until(site.is_at_rest)
        site.make_probe_due()
        site.wait_until(lambda: site.open_circuits()[0]["probes"] == 1)
        site.wait_until(site.is_at_rest)
        assert site.states() == {"queued": LETTERS}
        server.users[LOGIN] = PASSWORD
        site.make_probe_due()
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
    assert len({letter.message_id for letter in server.letters}) == len(server.letters) == LETTERS
    assert {row["tries"] for row in site.letters()} == {1}
    assert site.open_circuits() == []
    (error,) = worker.said(" ERROR ")
    assert "Transport default is on hold, its emails wait." in error
    assert "app password" in error
    assert len(worker.said("Transport default works again")) == 1
    assert PASSWORD not in worker.text


def test_two_peoples_letters_under_suspicion_of_spam_stop_every_other(site: Site, server: SmtpServer) -> None:
    server.script.add("data", "554 5.7.1 [2] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc")
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(server, **CREDENTIALS), "--connections", "1") as worker:
        worker.wait_for_log("is on hold")
        site.wait_until(site.is_at_rest)
        site.people_ask(LETTERS + 1, 2 * LETTERS)
        with site.worker(site.smtp(server, **CREDENTIALS), "--once") as other:
            assert other.wait() == 0
        assert worker.stop() == 0
    assert site.states() == {"queued": 2 * LETTERS}
    assert {row["tries"] for row in site.letters()} == {0}
    assert sum("spam_suspected" in str(row["history"]) for row in site.letters()) == 2
    assert len(worker.said(" ERROR ")) == 1
    assert len(other.said(" ERROR ")) == 1  # it starts under a hold, and says so
    (circuit,) = site.open_circuits()
    assert (circuit["verdict"], circuit["probes"]) == ("hold", 0)


def test_while_the_default_is_on_hold_letters_take_the_fallback(site: Site, server: SmtpServer) -> None:
    server.users[LOGIN] = "another"
    site.people_ask(1, LETTERS)
    with SmtpServer() as spare:
        mailers = {"default": site.transport(server, **CREDENTIALS), "fallback": site.transport(spare)}
        with site.worker(mailers) as worker:
            site.wait_for_states(sent=LETTERS)
            server.users[LOGIN] = PASSWORD
            site.make_probe_due()
            site.people_ask(LETTERS + 1, LETTERS + 2)
            site.wait_for_states(sent=LETTERS + 2)
            assert worker.stop() == 0
        assert len({letter.message_id for letter in spare.letters}) >= LETTERS
        assert 1 <= len(server.letters) <= 2
    assert site.open_circuits() == []


def test_with_the_fallback_on_hold_too_letters_wait_for_either(site: Site, server: SmtpServer) -> None:
    server.users[LOGIN] = "another"
    site.people_ask(1, LETTERS)
    mailers = {"default": site.transport(server, **CREDENTIALS), "fallback": site.transport(server, **CREDENTIALS)}
    with site.worker(mailers) as worker:
        worker.wait_for_log("is on hold", times=2)
        site.wait_until(site.is_at_rest)
        server.users[LOGIN] = PASSWORD
        site.make_probe_due()
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
    assert {row["tries"] for row in site.letters()} == {1}
    assert len(server.letters) == LETTERS


def test_of_several_workers_one_probes(site: Site, server: SmtpServer) -> None:
    server.users[LOGIN] = "another"
    with site.worker(site.smtp(server, **CREDENTIALS)) as one, site.worker(site.smtp(server, **CREDENTIALS)) as other:
        site.wait_until(lambda: len(site.workers()) == 2)
        site.people_ask(1, LETTERS)
        site.wait_until(lambda: bool(site.open_circuits()) and site.is_at_rest())
        refused = len(server.refused_logins)
        site.make_probe_due()
        site.wait_until(lambda: site.open_circuits()[0]["probes"] >= 1 and len(server.refused_logins) > refused)
        site.wait_until(site.is_at_rest)
        assert [one.stop(), other.stop()] == [0, 0]
    assert len(server.refused_logins) == refused + 2  # smtplib tries PLAIN, then LOGIN
    assert len(one.said(" ERROR ") + other.said(" ERROR ")) == 1


def test_a_probe_that_met_letters_past_their_moment_passes_on_to_one_that_can_be_sent(
    site: Site, server: SmtpServer
) -> None:
    server.users[LOGIN] = "another"
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(server, **CREDENTIALS)) as worker:
        worker.wait_for_log("is on hold")
        site.wait_until(site.is_at_rest)
        site.expire()
        site.people_ask(LETTERS + 1, LETTERS + 1)
        server.users[LOGIN] = PASSWORD
        site.make_probe_due()
        site.wait_for_states(expired=LETTERS, sent=1)
        assert worker.stop() == 0
    assert site.open_circuits() == []


def test_a_worker_with_corrected_settings_tries_at_once(site: Site, server: SmtpServer) -> None:
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(server, username=LOGIN, password="wrong"), "--once") as worker:
        assert worker.wait() == 0
    assert site.states() == {"queued": LETTERS}
    with site.worker(site.smtp(server, **CREDENTIALS)) as corrected:
        site.wait_for_states(sent=LETTERS)
        assert corrected.stop() == 0
