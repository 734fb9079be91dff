import smtplib
from collections.abc import Iterator
from time import monotonic

import pytest

from tests.servers.certificates import Certificates
from tests.servers.clients import LOGIN, USERS, connect, letter
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_behaviour import Stage

STAGES: list[Stage] = ["connect", "ehlo", "auth", "mail", "rcpt", "data"]
HANG_SECONDS = 0.2


@pytest.fixture(params=["plain", "implicit"])
def server(request: pytest.FixtureRequest, certificates: Certificates) -> Iterator[SmtpServer]:
    certificate = None if request.param == "plain" else certificates.server
    with SmtpServer(tls=request.param, certificate=certificate, users=dict(USERS)) as server:
        yield server


def send(server: SmtpServer, certificates: Certificates, to: str = "anna@example.com") -> None:
    with connect(server, certificates) as client:
        client.send_message(letter(to))


@pytest.mark.parametrize("stage", STAGES)
def test_a_refusal_at_each_stage_is_heard_once_and_then_forgotten(
    server: SmtpServer, certificates: Certificates, stage: Stage
) -> None:
    server.script.add(stage, "451 4.7.1 Please come back later", times=1)
    with pytest.raises((smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPException)) as error:
        send(server, certificates)
    if stage != "ehlo":  # smtplib tells only that AUTH is not supported
        assert "451" in str(error.value)
    assert server.letters == []
    send(server, certificates)
    assert len(server.letters) == 1


def test_a_refusal_without_end(server: SmtpServer, certificates: Certificates) -> None:
    server.script.add("data", "554 5.7.1 [2] Message rejected under suspicion of SPAM")
    for _ in range(3):
        with pytest.raises(smtplib.SMTPDataError):
            send(server, certificates)
    server.script.clear()
    send(server, certificates)
    assert len(server.letters) == 1


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_refusal_for_one_recipient(server: SmtpServer, certificates: Certificates, stage: Stage) -> None:
    server.script.add(stage, "550 5.1.1 No such user", recipient="Nobody@example.com")
    send(server, certificates, "anna@example.com")
    with pytest.raises((smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):
        send(server, certificates, "nobody@example.com")
    assert [each.recipients for each in server.letters] == [["anna@example.com"]]


@pytest.mark.parametrize("stage", STAGES)
def test_a_connection_can_be_cut_at_any_stage(server: SmtpServer, certificates: Certificates, stage: Stage) -> None:
    server.script.add(stage, Fault.CUT, times=1)
    with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
        send(server, certificates)
    assert server.letters == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_hanging_server_stops_all_the_same(
    server: SmtpServer, certificates: Certificates, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.servers.clients.TIMEOUT_SECONDS", HANG_SECONDS)
    server.script.add(stage, Fault.HANG)
    started = monotonic()
    with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
        send(server, certificates)
    assert monotonic() - started >= HANG_SECONDS
    assert server.letters == []
    stopping = monotonic()
    server.stop()
    assert monotonic() - stopping < 5


def test_a_lost_reply_keeps_the_letter(server: SmtpServer, certificates: Certificates) -> None:
    server.script.add("data", Fault.LOST_REPLY, times=1)
    for _ in range(2):
        try:
            send(server, certificates)
        except smtplib.SMTPServerDisconnected:
            assert len(server.letters) == 1
    assert [each.message_id for each in server.letters] == ["<0@cinemahub.test>"] * 2


def test_a_server_that_ends_the_connection_after_two_letters(server: SmtpServer, certificates: Certificates) -> None:
    server.close_after_messages = 2
    with connect(server, certificates) as client:
        client.send_message(letter())
        client.send_message(letter())
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.send_message(letter())
    assert len(server.letters) == 2


def test_a_server_that_says_421_after_two_letters(server: SmtpServer, certificates: Certificates) -> None:
    server.refuse_after_messages = 2
    client = connect(server, certificates)
    client.send_message(letter())
    client.send_message(letter())
    with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
        client.send_message(letter())
    assert refusal.value.smtp_code == 421
    assert len(server.letters) == 2


def test_every_reply_waits_for_the_delay(server: SmtpServer, certificates: Certificates) -> None:
    with connect(server, certificates) as client:
        client.sendmail(LOGIN, ["anna@example.com"], b"Subject: quick\r\n\r\n")
        server.reply_delay_seconds = 0.02
        started = monotonic()
        client.sendmail(LOGIN, ["anna@example.com"], b"Subject: slow\r\n\r\n")
        assert 4 * 0.02 <= monotonic() - started < 3
