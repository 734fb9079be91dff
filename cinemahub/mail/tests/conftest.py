from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from cinemahub.mail import letters
from cinemahub.mail.tests.samples import TEMPLATES, Greeting
from cinemahub.mail.tests.smtp import connection_to
from cinemahub.mail.transport.connection import Connection
from tests.servers.clients import USERS
from tests.servers.smtp import SmtpServer


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget how far the database's clock was found to be ahead: on a busy machine that is wrong by milliseconds."""
    monkeypatch.setattr("cinemahub.mail.models.database._ahead", [timedelta(0)])


@pytest.fixture
def greeting(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Greeting:
    """A letter that the site knows while the test runs."""
    folder = tmp_path / "mail" / "greeting"
    folder.mkdir(parents=True)
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text)
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(tmp_path)
    monkeypatch.setattr(letters, "_declared", {})
    return Greeting(folder)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(users=dict(USERS)) as server:
        yield server


@pytest.fixture
def connection(server: SmtpServer, settings: Settings) -> Iterator[Connection]:
    connection = connection_to(server, settings)
    yield connection
    connection.close()


@pytest.fixture
def impatient_connection(server: SmtpServer, settings: Settings) -> Iterator[Connection]:
    connection = connection_to(server, settings, timeout=0.5)
    yield connection
    connection.close()
