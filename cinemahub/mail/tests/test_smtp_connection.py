"""An SMTP connection while all is well, or nearly."""

import smtplib

import pytest

from cinemahub.mail.tests.smtp import arrived, message
from cinemahub.mail.transport.connection import Connection
from tests.servers.clients import LOGIN
from tests.servers.smtp import SmtpServer


def test_it_connects_when_it_is_first_used_and_stays_open(server: SmtpServer, connection: Connection) -> None:
    assert server.connections == 0
    for number in range(3):
        assert connection.send(message(number)) == "250 2.0.0 Ok: queued"
    assert arrived(server) == [f"<{number}@cinemahub.test>" for number in range(3)]
    assert (server.connections, server.logins) == (1, [LOGIN])


def test_the_envelope_has_one_recipient_in_ascii(server: SmtpServer, connection: Connection) -> None:
    connection.send(message(to="Anna <anna@b\u00fccher.example>"))
    (letter,) = server.letters
    assert (letter.sender, letter.recipients) == (LOGIN, ["anna@xn--bcher-kva.example"])


@pytest.mark.parametrize("limit", ["close_after_messages", "refuse_after_messages"])
def test_a_server_that_takes_two_letters_a_connection_costs_no_letter(
    server: SmtpServer, connection: Connection, limit: str
) -> None:
    setattr(server, limit, 2)
    for number in range(5):
        connection.send(message(number))
    assert arrived(server) == [f"<{number}@cinemahub.test>" for number in range(5)]
    assert server.connections == 3


def test_a_server_that_was_away_between_two_letters_costs_no_letter(server: SmtpServer, connection: Connection) -> None:
    connection.send(message(1))
    server.stop()
    server.start()
    connection.send(message(2))
    assert arrived(server) == ["<1@cinemahub.test>", "<2@cinemahub.test>"]


def test_a_new_connection_that_is_ended_at_once_is_not_tried_for_ever(
    server: SmtpServer, connection: Connection
) -> None:
    connection.send(message(1))
    server.script.add("mail", "421 4.7.0 Try again later, closing connection.")
    with pytest.raises(smtplib.SMTPSenderRefused):
        connection.send(message(2))
    assert server.connections == 2


def test_an_address_that_cannot_be_written_to_costs_no_connection(server: SmtpServer, connection: Connection) -> None:
    with pytest.raises(ValueError, match="Invalid address"):
        connection.send(message(to="anna@example.com, boris@example.com"))
    assert server.connections == 0


def test_what_smtplib_prints_when_it_is_debugged_holds_no_login_and_no_letter(
    server: SmtpServer, connection: Connection, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(smtplib.SMTP, "debuglevel", 2)
    connection.send(message(1))
    assert arrived(server) == ["<1@cinemahub.test>"]
    assert capfd.readouterr().err == ""


def test_after_closing_the_next_letter_opens_another(server: SmtpServer, connection: Connection) -> None:
    connection.send(message(1))
    connection.close()
    connection.close()
    connection.send(message(2))
    assert (len(server.letters), server.connections) == (2, 2)
