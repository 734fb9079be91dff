"""An SMTP connection while something is wrong: what is said about it, and that the next letter gets through."""

import smtplib

import pytest

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.sending.serialised import NoTurnError
from cinemahub.mail.tests.smtp import arrived, message
from cinemahub.mail.transport.connection import Connection
from tests.servers.clients import LOGIN, USERS
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_behaviour import Stage


@pytest.mark.parametrize("stage", ["rcpt", "data"])
@pytest.mark.parametrize("answer", ["550 5.1.1 No such user", "451 4.7.1 Please come back later"])
def test_a_refused_letter_does_not_spoil_the_line(
    server: SmtpServer, connection: Connection, stage: Stage, answer: str
) -> None:
    server.script.add(stage, answer, times=1)
    with pytest.raises((smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)) as refusal:
        connection.send(message(1))
    assert diagnose(refusal.value, step=connection.step).step == stage
    connection.send(message(2))
    assert (arrived(server), server.connections) == (["<2@cinemahub.test>"], 1)


@pytest.mark.parametrize("stage", ["connect", "ehlo", "auth", "mail"])
def test_a_refusal_before_the_letter_ends_the_connection(
    server: SmtpServer, connection: Connection, stage: Stage
) -> None:
    server.script.add(stage, "451 4.7.1 Please come back later", times=1)
    with pytest.raises(smtplib.SMTPException):
        connection.send(message(1))
    connection.send(message(2))
    assert (arrived(server), server.connections) == (["<2@cinemahub.test>"], 2)


@pytest.mark.parametrize("stage", ["connect", "ehlo", "auth", "mail", "rcpt", "data"])
def test_a_server_that_hangs_is_waited_for_no_longer_than_the_timeout(
    server: SmtpServer, impatient_connection: Connection, stage: Stage
) -> None:
    connection = impatient_connection
    server.script.add(stage, Fault.HANG, times=1)
    with pytest.raises((smtplib.SMTPServerDisconnected, OSError)) as error:
        connection.send(message(1))
    assert diagnose(error.value, step=connection.step).step == stage
    connection.send(message(2))
    assert arrived(server) == ["<2@cinemahub.test>"]


def test_a_lost_reply_is_known_as_one(server: SmtpServer, connection: Connection) -> None:
    server.script.add("data", Fault.LOST_REPLY, times=1)
    with pytest.raises(smtplib.SMTPServerDisconnected) as error:
        connection.send(message(1))
    assert diagnose(error.value, step=connection.step).code == "reply_lost"
    connection.send(message(1))
    assert arrived(server) == ["<1@cinemahub.test>"] * 2


def test_a_letter_that_may_not_go_after_all_is_left_before_its_text(server: SmtpServer, connection: Connection) -> None:
    def refuse() -> None:
        raise NoTurnError

    with pytest.raises(NoTurnError):
        connection.send(message(1), refuse)
    connection.send(message(2))
    assert (arrived(server), server.connections) == (["<2@cinemahub.test>"], 2)


def test_a_wrong_password_leaves_no_connection_behind(server: SmtpServer, connection: Connection) -> None:
    server.users[LOGIN] = "another"
    with pytest.raises(smtplib.SMTPAuthenticationError):
        connection.send(message(1))
    server.users[LOGIN] = USERS[LOGIN]
    connection.send(message(2))
    assert server.connections == 2
