"""MAIL, RCPT and DATA in one flight: who is blamed for what, and servers that offer it and are not able to do it."""

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest
from pytest_django import Settings

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.tests.smtp import BACKEND, connection_to, message
from cinemahub.mail.tests.test_diagnosis import ROWS
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.open import open_connection
from cinemahub.mail.transport.pipelining import pipelining_at
from cinemahub.mail.transport.smtp import SmtpConnection
from tests.servers.certificates import Certificates
from tests.servers.clients import USERS
from tests.servers.flights import FlightServer
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_behaviour import Answer, Stage

STAGES: dict[str, Stage] = {"mail": "mail", "rcpt": "rcpt", "data": "data"}
KNOWN: list[tuple[Stage, Answer]] = [
    (STAGES[row["stage"]], f"{row['code']} {row['text']}") for row in ROWS if row["stage"] in STAGES and row["code"]
]
UNKNOWN: list[tuple[Stage, Answer]] = [
    (stage, answer)
    for stage in STAGES.values()
    for answer in ("421 4.7.0 Closing", "450 4.7.1 Later", "550 5.7.1 No", "503 5.5.1 Bad sequence", Fault.CUT)
]
OK, GO_AHEAD = b"250 2.0.0 Ok\r\n", b"354 Go on\r\n"
NOBODY, LATER = b"550 5.1.1 No such user\r\n", b"451 4.7.1 Please come back later\r\n"
FORBIDDEN = b"553 5.7.1 Sender address rejected: not owned by auth user.\r\n"
BAD_SEQUENCE, CLOSING = b"503 5.5.1 Error: bad sequence\r\n", b"421 4.7.0 Try again later, closing connection\r\n"


@pytest.fixture(autouse=True)
def nothing_learnt() -> Iterator[None]:
    """Ports come again."""
    yield
    pipelining_at.cache_clear()


@pytest.fixture(scope="module")
def both_servers() -> Iterator[list[SmtpServer]]:
    with SmtpServer(users=dict(USERS)) as plain, SmtpServer(users=dict(USERS)) as pipelining:
        pipelining.offers.append("PIPELINING")
        yield [plain, pipelining]


def to(server: FlightServer, settings: Settings, timeout: float = 10) -> Connection:
    options = {"host": "localhost", "port": server.port, "timeout": timeout}
    settings.MAILERS = {"default": {"BACKEND": BACKEND, "OPTIONS": options}}
    return open_connection("default")


def refusal(connection: Connection) -> Diagnosis:
    with pytest.raises((OSError, smtplib.SMTPException)) as error:
        connection.send(message(1))
    return diagnose(error.value, step=connection.step)


@pytest.mark.parametrize(("stage", "answer"), KNOWN + UNKNOWN)
def test_an_answer_means_the_same_whether_commands_go_one_by_one_or_at_once(
    both_servers: list[SmtpServer], settings: Settings, stage: Stage, answer: Answer
) -> None:
    diagnoses: list[Diagnosis] = []
    for server in both_servers:
        server.script.add(stage, answer)
        before = len(server.letters)
        with closing(connection_to(server, settings)) as connection:
            diagnoses.append(refusal(connection))
            server.script.clear()
            connection.send(message(2))
        assert [letter.message_id for letter in server.letters[before:]] == ["<2@cinemahub.test>"]
    assert diagnoses[0] == diagnoses[1]
    assert diagnoses[0].step == stage


@pytest.mark.parametrize(
    "answers",
    [
        [OK + OK + GO_AHEAD],
        [OK, OK, GO_AHEAD],
        [bytes([byte]) for byte in OK + b"250-2.1.5 Ok\r\n" + OK + GO_AHEAD],
    ],
    ids=["one segment", "a segment each", "byte by byte"],
)
def test_answers_may_come_as_they_like(settings: Settings, answers: Sequence[bytes]) -> None:
    with FlightServer(answers, flights=2) as server, closing(to(server, settings)) as connection:
        connection.send(message(1))
        connection.send(message(2))
    assert (server.flights, server.connections, len(server.texts)) == (2, 1, 2)


@pytest.mark.parametrize(
    ("answers", "step", "code"),
    [
        ([FORBIDDEN, BAD_SEQUENCE, BAD_SEQUENCE], "mail", 553),
        ([FORBIDDEN, BAD_SEQUENCE, GO_AHEAD], "mail", 553),
        ([FORBIDDEN, LATER, LATER], "mail", 553),
        ([OK, NOBODY, BAD_SEQUENCE], "rcpt", 550),
        ([OK, NOBODY, GO_AHEAD], "rcpt", 550),
        ([OK, LATER, b"554 5.5.1 Error: no valid recipients\r\n"], "rcpt", 451),
        ([OK, OK, LATER], "data", 451),
        ([OK, OK, NOBODY], "data", 550),
    ],
)
def test_the_first_refusal_is_the_one_that_is_meant_and_no_text_is_sent(
    settings: Settings, answers: Sequence[bytes], step: str, code: int
) -> None:
    with FlightServer(answers) as server, closing(to(server, settings)) as connection:
        diagnosis = refusal(connection)
        assert (diagnosis.step, diagnosis.reply_code) == (step, code)
        assert [text for text in server.texts if text] == []
        connection.send(message(2))
        assert server.connections == (2 if step == "mail" else 1)
    assert server.flights == 2
    assert len([text for text in server.texts if text]) == 1


@pytest.mark.parametrize(
    ("answers", "step"), [([CLOSING], "mail"), ([OK, CLOSING], "rcpt"), ([OK, OK, CLOSING], "data")]
)
def test_a_server_that_says_421_and_hangs_up_is_believed(
    settings: Settings, answers: Sequence[bytes], step: str
) -> None:
    with FlightServer(answers, cuts=True) as server, closing(to(server, settings)) as connection:
        diagnosis = refusal(connection)
        assert (diagnosis.step, diagnosis.reply_code) == (step, 421)
        connection.send(message(2))
    assert (server.flights, len(server.texts)) == (2, 1)


@pytest.mark.parametrize(
    ("answers", "cuts"),
    [
        ([NOBODY, OK, BAD_SEQUENCE], False),
        ([OK, GO_AHEAD, OK], False),
        ([GO_AHEAD, OK, OK], False),
        ([OK, OK, OK], False),
        ([OK, NOBODY, OK], False),
        ([OK, b"503 5.5.0 <DATA>: Data command rejected: Improper use of SMTP command pipelining\r\n", OK], False),
        ([b"554 SMTP synchronization error\r\n"], True),
        ([b"500 Command unrecognized: MAIL RCPT DATA\r\n"], False),
        ([b"what?\r\n"], False),
        ([OK, OK, BAD_SEQUENCE], False),
        ([OK], True),
        ([], True),
    ],
)
def test_a_server_that_is_not_able_to_do_what_it_offers_gets_one_command_at_a_time(
    settings: Settings, answers: Sequence[bytes], *, cuts: bool
) -> None:
    with FlightServer(answers, cuts=cuts) as server, closing(to(server, settings)) as connection:
        for number in range(3):
            assert connection.send(message(number)) == "250 Ok"
        assert (server.flights, server.connections) == (1, 2)
    assert len([text for text in server.texts if text]) == 3


@pytest.mark.parametrize(("answers", "tries"), [([OK], 2), ([OK, NOBODY], 1)], ids=["an answer", "a refusal"])
def test_a_server_that_drops_what_comes_after_a_command_is_waited_for_once(
    settings: Settings, answers: Sequence[bytes], tries: int
) -> None:
    with FlightServer(answers) as server, closing(to(server, settings, timeout=0.5)) as connection:
        if tries == 2:
            assert refusal(connection).code == "answer_timeout"
        for number in range(2):
            connection.send(message(number))
        assert server.flights == 1
    assert len(server.texts) == 2


@pytest.mark.parametrize("answers", [[OK, OK], []], ids=["cut before the text", "cut before an answer"])
def test_where_it_has_worked_a_cut_has_other_reasons(settings: Settings, answers: Sequence[bytes]) -> None:
    with FlightServer([OK, OK, GO_AHEAD]) as server, closing(to(server, settings)) as connection:
        connection.send(message(1))
        server.tell(answers, cuts=True)
        connection.send(message(2))
        connection.send(message(3))
    assert (server.flights, server.connections, len(server.texts)) == (3, 2, 3)


def test_what_was_offered_before_tls_is_not_relied_on_after_it(
    certificates: Certificates, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in certificates.environment.items():
        monkeypatch.setenv(name, value)
    with SmtpServer(tls="starttls", certificate=certificates.server, users=dict(USERS)) as server:
        server.offers_before_tls.append("PIPELINING")
        with closing(connection_to(server, settings, use_tls=True)) as connection:
            connection.send(message(1))
            assert isinstance(connection, SmtpConnection)
            assert connection.smtp is not None
            assert not connection.smtp.has_extn("pipelining")
            assert connection.smtp.has_extn("8bitmime")
