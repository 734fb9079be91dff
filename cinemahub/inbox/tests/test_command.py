import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cinemahub.inbox import maildir
from cinemahub.inbox.tests.samples import sample
from tests.site.environment import ROOT, environment

MAILBOX = {"EMAIL_HOST_USER": "anna@yandex.ru", "EMAIL_HOST_PASSWORD": "canary"}


class Start:
    """Starts `manage.py inbox` in a process of its own, with the test's inbox and nobody's .env."""

    def __init__(self, inbox: Path) -> None:
        self.started: list[subprocess.Popen[str]] = []
        self.variables = {"INBOX_MAILDIR": str(inbox)}

    def __call__(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        self.started.append(
            subprocess.Popen(
                [sys.executable, "manage.py", "inbox", *arguments],
                cwd=ROOT,
                env=environment("tests.site.inbox_settings", **self.variables, **variables),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return self.started[-1]


@pytest.fixture
def start(inbox: Path) -> Iterator[Start]:
    start = Start(inbox)
    yield start
    for process in start.started:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_takes_letters_until_it_is_ended(start: Start, port: int, end: signal.Signals) -> None:
    process = start(INBOX_SMTP_PORT=str(port))
    assert f"127.0.0.1:{port}" in first_line(process)
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.login("anna@yandex.ru", "canary")
        client.send_message(sample())
    process.send_signal(end)
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0
    assert [letter.subject for letter in maildir.newest_first(2)] == ["Новый пароль"]


def test_a_taken_port_is_one_clear_sentence(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        output, error = start(INBOX_SMTP_PORT=str(taken)).communicate(timeout=30)
    assert output == ""
    assert error.splitlines() == [
        f"CommandError: Port {taken} on 127.0.0.1 is taken: end what listens there, "
        "or set INBOX_SMTP_PORT to another one."
    ]
    assert start.started[0].returncode == 1


def test_an_impossible_port_is_one_clear_sentence(start: Start) -> None:
    _, error = start("--port", "70000").communicate(timeout=30)
    assert error.startswith("CommandError: Cannot listen on port 70000 of 127.0.0.1: ")
    assert len(error.splitlines()) == 1


def test_with_a_mailbox_it_says_so_and_stays_idle(start: Start) -> None:
    process = start(**MAILBOX)
    assert first_line(process).startswith("Emails go through smtp.yandex.ru as anna@yandex.ru, not into the inbox")
    assert process.poll() is None
    process.terminate()
    assert "canary" not in "".join(process.communicate(timeout=10))
    assert process.returncode == 0


def test_with_a_mailbox_it_listens_on_the_port_it_is_given(start: Start, port: int) -> None:
    assert f"127.0.0.1:{port}" in first_line(start("--port", str(port), **MAILBOX))
