"""A server that says a little now and then never times out: only breaking the whole try helps."""

import threading
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.tests.smtp import BACKEND, message
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.open import open_connection
from tests.servers.trickle import TricklingServer

SECONDS = 10


@pytest.fixture(params=["220-", "250-"])
def slow_server(request: pytest.FixtureRequest) -> Iterator[TricklingServer]:
    with TricklingServer(request.param) as server:
        yield server


class Try(threading.Thread):
    """Sends a letter and keeps the error it met."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(daemon=True)
        self.connection = connection
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.connection.send(message())
        except OSError as error:
            self.error = error


def test_a_server_that_never_ends_its_answer_is_left(slow_server: TricklingServer, settings: Settings) -> None:
    options = {"host": slow_server.host, "port": slow_server.port, "timeout": SECONDS}
    settings.MAILERS = {"default": {"BACKEND": BACKEND, "OPTIONS": options}}
    connection = open_connection("default")
    attempt = Try(connection)
    attempt.start()
    assert slow_server.trickles.wait(SECONDS)
    assert connection.busy_for() > 0
    connection.abort()
    attempt.join(SECONDS)
    assert attempt.error is not None
    assert diagnose(attempt.error, step=connection.step).verdict is Verdict.TRANSIENT
    assert connection.busy_for() == 0


def test_nothing_to_break_is_nothing_broken(connection: Connection) -> None:
    connection.abort()
    connection.send(message())
    connection.abort()
    connection.send(message())
    assert connection.busy_for() == 0
