"""Newsletters in great number, or in trouble, keep nobody's reset waiting."""

import json
from collections.abc import Iterator

import pytest

from tests.outbox.site import Site
from tests.servers.smtp import SmtpServer

NEWSLETTERS = 1_000
CONNECTIONS = 4
REPLY_SECONDS = 0.2
# What was on its way when the reset was asked for, on each connection, and what goes until the worker looks for it.
NEXT_FEW = 4 * CONNECTIONS


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(reply_delay_seconds=REPLY_SECONDS) as server:
        yield server


def test_a_reset_passes_a_thousand_newsletters(site: Site, server: SmtpServer) -> None:
    site.people_ask(1, NEWSLETTERS, kind="newsletter")
    with site.worker(site.smtp(server), "--connections", str(CONNECTIONS)):
        server.wait_for(CONNECTIONS, 60)
        site.people_ask(1, 1)
        before = len(server.letters)
        site.wait_until(lambda: any("reset" in letter.subject for letter in server.letters))
        (place,) = [place for place, letter in enumerate(server.letters) if "reset" in letter.subject]
    assert place - before <= NEXT_FEW


def test_newsletters_go_by_a_transport_whose_trouble_is_theirs_alone(site: Site, server: SmtpServer) -> None:
    server.reply_delay_seconds = 0
    with SmtpServer() as bulk:
        mailers = {**site.smtp(server), "bulk": site.transport(bulk)}
        site = site.having(MAILERS=json.dumps(mailers))
        site.people_ask(1, 2, kind="bulletin")
        with site.worker(mailers) as worker:
            first = min(bulk.wait_for(2, 60), key=lambda letter: letter.recipients)
            bulk.script.add("mail", "550 5.7.1 Insufficient credit")
            site.people_ask(3, 10, kind="bulletin")
            worker.wait_for_log("Transport bulk is on hold")
            site.people_ask(1, 2)
            server.wait_for(2, 60)
            site.wait_until(site.is_at_rest)
            assert worker.said("Transport default") == []
    (circuit,) = site.open_circuits()
    assert (circuit["transport"], circuit["code"]) == ("bulk", "credit_used_up")
    assert site.states() == {"queued": 8, "sent": 4}
    assert first.message["List-Unsubscribe"] == "<https://cinemahub.test/unsubscribe/person1/>"
    assert first.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (first.sender, first.message["From"]) == ("news@cinemahub.test", "News <news@cinemahub.test>")
    assert first.message["Reply-To"] == "editors@cinemahub.test"
