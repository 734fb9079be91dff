"""A server that is away, busy or slow: letters are put off and arrive later, each once as far as can be known."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.outbox.site import Site
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_behaviour import Stage
from tests.servers.trickle import TricklingServer

LETTERS = 50
SHORT = {"MAIL_TRY_SECONDS": "2", "MAIL_LEASE_SECONDS": "15"}
STAGES: list[Stage] = ["connect", "ehlo", "auth", "mail", "rcpt", "data"]
USERS = {"site@cinemahub.test": "app-password-of-the-tests"}


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def test_letters_asked_for_while_the_server_is_down_arrive_within_seconds_of_its_return(
    site: Site, server: SmtpServer
) -> None:
    server.stop()
    with site.worker(site.smtp(server)) as worker:
        site.people_ask(1, LETTERS)
        site.wait_until(lambda: bool(site.open_circuits()) and site.open_circuits()[0]["probes"] >= 2)
        assert site.states() == {"queued": LETTERS}
        server.start()
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
    assert len({letter.message_id for letter in server.letters}) == len(server.letters) == LETTERS
    assert {row["tries"] for row in site.letters()} == {1}
    assert {row["reason"] for row in site.letters()} == {""}
    assert site.open_circuits() == []


def test_a_server_that_ends_sessions_by_refusing_at_any_step_keeps_no_letter_waiting(
    site: Site, server: SmtpServer
) -> None:
    server.tired_after_messages, server.tired_stage = 5, "rcpt"
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(server), "--connections", "1") as worker:
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
    assert {row["tries"] for row in site.letters()} == {1}
    assert server.connections <= LETTERS / 5 + 1


def test_greylisting_is_waited_out(site: Site, server: SmtpServer) -> None:
    site.people_ask(1, 3)
    server.script.add("rcpt", "450 4.2.0 Greylisted, please try again later", recipient="person2@example.com", times=1)
    with site.worker(site.smtp(server)) as worker:
        site.wait_for_states(sent=2, deferred=1)
        site.make_due()
        site.wait_for_states(sent=3)
        assert worker.stop() == 0
    assert [row["tries"] for row in site.letters()] == [1, 2, 1]
    assert server.connections <= 4


def test_a_lost_answer_brings_a_second_copy_under_the_same_message_id(site: Site, server: SmtpServer) -> None:
    site.people_ask(1, 1)
    server.script.add("data", Fault.LOST_REPLY, times=1)
    with site.worker(site.smtp(server)) as worker:
        site.wait_for_states(deferred=1)
        site.make_due()
        site.wait_for_states(sent=1)
        assert worker.stop() == 0
    (row,) = site.letters()
    assert [letter.message_id for letter in server.letters] == [row["message_id"]] * 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_hangs_puts_a_letter_off_and_keeps_no_other_waiting(site: Site, stage: Stage) -> None:
    with SmtpServer(users=USERS) as server:
        ((login, password),) = USERS.items()
        server.script.add(stage, Fault.HANG, times=1)
        site.people_ask(1, 5)
        options = {"timeout": 1, "username": login, "password": password}
        with site.worker(
            site.smtp(server, **options), "--connections", "2", MAIL_TRY_SECONDS="5", MAIL_LEASE_SECONDS="15"
        ) as worker:
            if stage in {"rcpt", "data"}:
                site.wait_for_states(sent=4, deferred=1)
                site.make_due()
            site.wait_for_states(sent=5)
            assert worker.stop() == 0
        assert set(Counter(letter.message_id for letter in server.letters).values()) == {1}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("beginning", ["220-", "250-"])
def test_a_server_that_never_ends_its_answer_is_left_when_a_whole_try_is_over(site: Site, beginning: str) -> None:
    site.people_ask(1, 2)
    with TricklingServer(beginning) as slow, site.worker(site.smtp(slow), **SHORT) as worker:
        site.wait_until(lambda: bool(site.open_circuits()))
        assert worker.stop() == 0
    assert site.states() == {"queued": 2}
