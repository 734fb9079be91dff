from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cinemahub.mail.line import Line
from cinemahub.mail.tests.smtp import line_to
from tests.servers.clients import USERS
from tests.servers.smtp import SmtpServer


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(users=dict(USERS)) as server:
        yield server


@pytest.fixture
def line(server: SmtpServer, settings: Settings) -> Iterator[Line]:
    line = line_to(server, settings)
    yield line
    line.close()


@pytest.fixture
def impatient_line(server: SmtpServer, settings: Settings) -> Iterator[Line]:
    line = line_to(server, settings, timeout=0.5)
    yield line
    line.close()
