import smtplib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, time

import pytest

from tests.servers.certificates import Certificates
from tests.servers.clients import LOGIN, USERS, letter, trust
from tests.servers.sink_process import SinkProcess

CREDENTIALS = (LOGIN, USERS[LOGIN])


def test_each_letter_is_a_line_of_the_log_before_it_is_accepted(tmp_path: Path) -> None:
    with SinkProcess(tmp_path / "log") as sink, smtplib.SMTP(sink.host, sink.port, timeout=5) as client:
        for number in range(3):
            client.send_message(letter(number=number))
            assert sink.count == number + 1
        assert [each.message_id for each in sink.letters] == [f"<{number}@cinemahub.test>" for number in range(3)]
        assert {each.recipient for each in sink.letters} == {"anna@example.com"}
        assert all(abs(each.received_at - time()) < 5 for each in sink.letters)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_login_over_tls_works_by_either_mechanism(tmp_path: Path, certificates: Certificates, mechanism: str) -> None:
    with (
        SinkProcess(tmp_path / "log", certificate=certificates.server, login=CREDENTIALS) as sink,
        smtplib.SMTP_SSL("localhost", sink.port, timeout=5, context=trust(certificates)) as client,
    ):
        client.ehlo()
        client.esmtp_features["auth"] = mechanism
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.send_message(letter())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(LOGIN, "wrong")
        client.login(*CREDENTIALS)
        client.send_message(letter())
        assert len(sink.wait_for(1)) == 1


def test_every_reply_waits_for_the_delay(tmp_path: Path) -> None:
    with SinkProcess(tmp_path / "log", delay_ms=20) as sink, smtplib.SMTP(sink.host, sink.port, timeout=5) as client:
        client.ehlo()
        started = monotonic()
        client.send_message(letter())
        assert 4 * 0.02 <= monotonic() - started < 3


def test_down_and_up_on_the_same_port_with_the_same_log(tmp_path: Path) -> None:
    sink = SinkProcess(tmp_path / "log")
    for number in range(2):
        with sink, smtplib.SMTP(sink.host, sink.port, timeout=5) as client:
            client.send_message(letter(number=number))
        with pytest.raises(ConnectionRefusedError):
            smtplib.SMTP(sink.host, sink.port, timeout=5)
    assert sink.count == 2


def test_a_taken_port_is_an_error(tmp_path: Path) -> None:
    with SinkProcess(tmp_path / "log") as sink, pytest.raises(RuntimeError, match="did not start"):
        SinkProcess(tmp_path / "other", port=sink.port).start()


def test_sixteen_connections_at_once(tmp_path: Path) -> None:
    def send(client_number: int) -> None:
        with smtplib.SMTP(sink.host, sink.port, timeout=5) as client:
            for number in range(10):
                client.send_message(letter(number=client_number * 10 + number))

    with SinkProcess(tmp_path / "log") as sink, ThreadPoolExecutor(16) as pool:
        list(pool.map(send, range(16)))
        assert len({each.message_id for each in sink.wait_for(160)}) == 160
