"""What a real Postfix asks of those who send through it: a pace, few connections, another try, few mistakes."""

import json
import smtplib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from pytest_django import Settings

from cinemahub.mail.tests.smtp import message
from cinemahub.mail.transport.open import open_connection
from cinemahub.mail.transport.smtp import SmtpConnection
from tests.outbox.site import SMTP, Site
from tests.servers.postfix import Postfix, can_run_postfix, private_postfix
from tests.servers.postgrey import can_run_postgrey, private_postgrey
from tests.servers.smtp import SmtpServer

LETTERS = 12
PATIENT = {"MAIL_TRY_SECONDS": "20", "MAIL_LEASE_SECONDS": "60"}  # smtpd may take a while to start

type NewPostfix = Callable[..., Postfix]

pytestmark = pytest.mark.skipif(
    not can_run_postfix(), reason="Postfix is not installed (Debian: postfix), or the tests are not run by root"
)


@pytest.fixture
def recipients_server(site: Site) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        site.servers.append(server)
        yield server


@pytest.fixture
def new_postfix(recipients_server: SmtpServer, tmp_path: Path) -> Iterator[NewPostfix]:
    """Give a function that starts one with parameters of postconf(5)."""
    routes = {"example.com": f"smtp:[127.0.0.1]:{recipients_server.port}"}
    with ExitStack() as stack:

        def start(**parameters: str) -> Postfix:
            mailbox = "returned@cinemahub.test"
            server = private_postfix(mailboxes=tmp_path, mailbox=mailbox, routes=routes, parameters=parameters)
            return stack.enter_context(server)

        yield start


def test_a_limit_of_its_rate_rests_the_transport_and_costs_no_email_a_try(
    site: Site, new_postfix: NewPostfix, recipients_server: SmtpServer
) -> None:
    postfix = new_postfix(anvil_rate_time_unit="1s", smtpd_client_message_rate_limit="5")
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(postfix), **PATIENT) as worker:
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
    assert_each_arrived_once(recipients_server, LETTERS)
    assert [row["history"] for row in site.letters() if row["tries"] != 1] == []
    assert "throttled" in {entry["outcome"] for entry in history(site)}
    assert worker.said("Transport default is paused")
    assert worker.said(" ERROR ") == []


def test_of_more_connections_than_it_allows_the_others_send_all(
    site: Site, new_postfix: NewPostfix, recipients_server: SmtpServer
) -> None:
    postfix = new_postfix(smtpd_client_connection_count_limit="2")
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(postfix), "--connections", "6", "--unconfirmed", "6", **PATIENT) as worker:
        site.wait_for_states(sent=LETTERS)
        assert worker.stop() == 0
    assert_each_arrived_once(recipients_server, LETTERS)
    assert {row["tries"] for row in site.letters()} == {1}
    assert worker.said("connections from now on")
    assert site.open_circuits() == []


@pytest.mark.skipif(not can_run_postgrey(), reason="Postgrey is not installed (Debian: postgrey)")
def test_greylisting_puts_each_email_off_and_not_the_transport(
    site: Site, new_postfix: NewPostfix, recipients_server: SmtpServer
) -> None:
    with private_postgrey(delay_seconds=1) as check:
        postfix = new_postfix(smtpd_recipient_restrictions=f"{check}, permit_mynetworks, reject")
        site.people_ask(1, LETTERS)
        with site.worker(site.smtp(postfix), **PATIENT) as worker:
            site.wait_for_states(deferred=LETTERS)
            assert {entry["outcome"] for entry in history(site)} == {"greylisted"}
            assert site.open_circuits() == []
            site.wait_until(lambda: when_made_due(site) == {"sent": LETTERS}, site.states)
            assert worker.stop() == 0
    assert_each_arrived_once(recipients_server, LETTERS)
    assert worker.said("is paused") == worker.said("is on hold") == []


def test_a_session_that_it_ends_after_mistakes_costs_the_others_nothing(
    site: Site, new_postfix: NewPostfix, recipients_server: SmtpServer
) -> None:
    wrong = (
        "inline:{ { person2@example.com = 550 5.1.1 No such user }, { person9@example.com = 550 5.1.1 No such user } }"
    )
    postfix = new_postfix(
        smtpd_recipient_restrictions=f"check_recipient_access {wrong}, permit_mynetworks, reject",
        smtpd_hard_error_limit="1",
        smtpd_error_sleep_time="0",
    )
    site.people_ask(1, LETTERS)
    with site.worker(site.smtp(postfix), "--connections", "1", **PATIENT) as worker:
        site.wait_for_states(sent=LETTERS - 2, failed=2)
        assert worker.stop() == 0
    assert_each_arrived_once(recipients_server, LETTERS - 2)
    assert {row["tries"] for row in site.letters()} == {1}
    assert "too many errors" in postfix.log


def assert_each_arrived_once(server: SmtpServer, letters: int) -> None:
    received = server.wait_for(letters, 60)
    assert len({letter.message_id for letter in received}) == len(server.letters) == letters


def when_made_due(site: Site) -> Counter[str]:
    site.make_due()
    return site.states()


def history(site: Site) -> list[dict[str, str]]:
    kept = [row["history"] for row in site.letters()]
    return [entry for each in kept for entry in (json.loads(each) if isinstance(each, str) else each)]


@pytest.mark.parametrize("withheld", ["", "pipelining"])
def test_it_gets_commands_ahead_of_its_answers_only_if_it_offers_to_take_them(
    new_postfix: NewPostfix, recipients_server: SmtpServer, settings: Settings, withheld: str
) -> None:
    """Postfix refuses DATA where a command came ahead that must not; a recipient it refuses costs no session."""
    wrong = "inline:{ { nobody@example.com = 550 5.1.1 No such user } }"
    postfix = new_postfix(
        smtpd_discard_ehlo_keywords=withheld,
        smtpd_data_restrictions="reject_unauth_pipelining",
        smtpd_recipient_restrictions=f"check_recipient_access {wrong}, permit_mynetworks, reject",
    )
    options = {"host": postfix.host, "port": postfix.port, "timeout": 20}
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
    with closing(open_connection("default")) as connection:
        for number in range(3):
            connection.send(message(number))
            with pytest.raises(smtplib.SMTPRecipientsRefused, match="No such user"):
                connection.send(message(number, to="nobody@example.com"))
        assert isinstance(connection, SmtpConnection)
        assert connection.session.carried == 3
        assert connection.smtp is not None
        assert connection.smtp.has_extn("pipelining") == (not withheld)
    recipients_server.wait_for(3, 60)
