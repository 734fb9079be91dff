from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from cinemahub.inbox.server import inbox_server
from tests.servers.ports import free_port


@pytest.fixture(autouse=True)
def inbox(settings: Settings, tmp_path: Path, db: None) -> Path:
    """Give every test an inbox of its own, as settings.dev without a mailbox has it."""
    settings.DEBUG = True
    settings.INBOX_SMTP_PORT = 1025
    settings.INBOX_MAILDIR = tmp_path / "var" / "inbox"
    return tmp_path / "var" / "inbox"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(inbox: Path, port: int) -> Iterator[Controller]:
    controller = inbox_server(port)
    controller.start()
    yield controller
    controller.stop()
