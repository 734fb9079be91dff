import smtplib
from collections.abc import Iterator
from typing import Literal

import pytest

from tests.servers.certificates import Certificates
from tests.servers.clients import LOGIN, USERS, connect, letter
from tests.servers.smtp import SmtpServer


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(users=dict(USERS)) as server:
        yield server


@pytest.mark.parametrize("tls", ["implicit", "starttls", "plain"])
def test_a_letter_arrives_whole(certificates: Certificates, tls: Literal["implicit", "starttls", "plain"]) -> None:
    certificate = None if tls == "plain" else certificates.server
    with SmtpServer(tls=tls, certificate=certificate, users=USERS) as server:
        with connect(server, certificates) as client:
            client.send_message(letter(), LOGIN, ["anna@example.com", "boris@example.com"])
        (received,) = server.wait_for(1)
        assert received.sender == LOGIN
        assert received.recipients == ["anna@example.com", "boris@example.com"]
        assert received.subject == "Новый пароль"
        assert received.text == "Ссылка\n.точка в начале строки\n"
        assert received.html == "<p>Ссылка</p>\n"
        assert received.message_id == "<0@cinemahub.test>"
        assert b"\r\nMessage-ID: <0@cinemahub.test>\r\n" in received.raw
        assert (server.connections, server.logins) == (1, [LOGIN])


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_both_ways_of_login(server: SmtpServer, mechanism: str) -> None:
    with connect(server, login=False) as client:
        client.ehlo()
        client.esmtp_features["auth"] = mechanism
        assert client.login(LOGIN, USERS[LOGIN])[0] == 235


def test_a_wrong_password_is_refused_as_yandex_does(server: SmtpServer) -> None:
    server.users[LOGIN] = "another"
    with connect(server, login=False) as client, pytest.raises(smtplib.SMTPAuthenticationError) as refusal:
        client.login(LOGIN, USERS[LOGIN])
    assert refusal.value.smtp_code == 535
    assert refusal.value.smtp_error == b"5.7.8 Error: authentication failed: Invalid user or password!"
    assert server.logins == []
    assert server.refused_logins == [LOGIN, LOGIN]  # PLAIN, then LOGIN


def test_sending_without_login(server: SmtpServer) -> None:
    with connect(server, login=False) as client, pytest.raises(smtplib.SMTPSenderRefused) as refusal:
        client.send_message(letter())
    assert (refusal.value.smtp_code, refusal.value.smtp_error) == (503, b"5.5.4 Error: send AUTH command first.")


def test_a_foreign_sender_is_refused_as_yandex_does(server: SmtpServer) -> None:
    with connect(server) as client, pytest.raises(smtplib.SMTPSenderRefused) as refusal:
        client.send_message(letter(sender="boss@yandex.test"))
    assert refusal.value.smtp_code == 553
    assert refusal.value.smtp_error == b"5.7.1 Sender address rejected: not owned by auth user."


def test_starttls_is_demanded_where_it_is_offered(certificates: Certificates) -> None:
    with SmtpServer(tls="starttls", certificate=certificates.server) as server:
        with smtplib.SMTP(server.host, server.port, timeout=5) as client, pytest.raises(smtplib.SMTPSenderRefused):
            client.send_message(letter())
        assert server.letters == []


def test_an_open_server_takes_letters_of_anybody() -> None:
    with SmtpServer() as server, connect(server) as client:
        client.send_message(letter(sender="anybody@example.com"))
        assert len(server.wait_for(1)) == 1


def test_down_and_up_on_the_same_port(server: SmtpServer) -> None:
    port = server.port
    with connect(server) as client:
        client.send_message(letter(number=1))
        server.stop()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.send_message(letter(number=2))
    with pytest.raises(ConnectionRefusedError):
        connect(server)
    server.start()
    with connect(server) as client:
        client.send_message(letter(number=3))
    assert server.port == port
    assert [each.message_id for each in server.letters] == ["<1@cinemahub.test>", "<3@cinemahub.test>"]


def test_a_taken_port_is_an_error(server: SmtpServer) -> None:
    with pytest.raises(OSError, match="address already in use"):
        SmtpServer(port=server.port).start()


def test_waiting_has_a_limit(server: SmtpServer) -> None:
    with pytest.raises(TimeoutError, match="0 of 1"):
        server.wait_for(1, timeout_seconds=0.01)
