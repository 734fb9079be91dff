"""What a mailbox's server refuses: the letter waits, and the log says why, once and without a secret."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.certificates import Certificates
from tests.servers.clients import LOGIN, USERS
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_dialogue import FOREIGN_SENDER, WRONG_LOGIN
from tests.site.database import Sqlite
from tests.site.deployment import Deployment
from tests.transports.reset import ADDRESS
from tests.transports.site import Site

WRONG_PASSWORD = "canary-secret"
ASK = """
from cinemahub.mail import outbox
from users.letters import password_reset
from users.models import User
User.objects.create_user("anna@example.com")
outbox.enqueue(password_reset, to="anna@example.com")
"""
RELEASE = """
from cinemahub.mail.models import Circuit
Circuit.close("default")
"""


@pytest.fixture(scope="session")
def sqlite_of_somebody_who_asked(migrated_sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sqlite]:
    folder = tmp_path_factory.mktemp("asked")
    with migrated_sqlite.copy(folder) as database:
        Deployment("settings.dev", folder, {"DATABASE_URL": database.url}).shell(ASK)
        yield database


@pytest.fixture
def asked(staging: Site, sqlite_of_somebody_who_asked: Sqlite, tmp_path: Path) -> Iterator[Site]:
    """Staging, where somebody has asked for a new password and no worker has run yet."""
    with sqlite_of_somebody_who_asked.copy(tmp_path) as database:
        yield staging.having(DATABASE_URL=database.url)


def diagnosis(log: str) -> str:
    """Return the only line at ERROR, after making sure that the log holds no secret."""
    for password in (WRONG_PASSWORD, USERS[LOGIN]):
        assert password not in log
        assert base64.b64encode(f"\0{LOGIN}\0{password}".encode()).decode() not in log
        assert base64.b64encode(password.encode()).decode() not in log
    assert "/users/password-reset/" not in log
    assert ADDRESS not in log
    (error,) = [line for line in log.splitlines() if " ERROR " in line]
    return error


def assert_waits(site: Site) -> None:
    status = json.loads(site.manage("mail_status", "--json").stdout)
    assert status["letters"] == {"queued": 1}
    assert [hold["transport"] for hold in status["holds"]] == ["default"]


def test_a_wrong_password_is_diagnosed_and_the_letter_waits_for_the_right_one(asked: Site, yandex: SmtpServer) -> None:
    error = diagnosis(asked.send(EMAIL_HOST_PASSWORD=WRONG_PASSWORD))
    assert "app password" in error
    assert WRONG_LOGIN.removeprefix("535 ") in error
    assert yandex.refused_logins
    assert_waits(asked)
    asked.shell(RELEASE)
    asked.send()
    (letter,) = yandex.letters
    assert letter.recipients == [ADDRESS]


def test_a_foreign_sender_is_diagnosed_and_the_letter_waits(asked: Site, yandex: SmtpServer) -> None:
    yandex.script.add("mail", FOREIGN_SENDER)
    error = diagnosis(asked.send())
    assert FOREIGN_SENDER.removeprefix("553 ") in error
    assert "DEFAULT_FROM_EMAIL" in error
    assert_waits(asked)


def test_a_foreign_sender_is_named_at_the_start_where_the_service_accepts_none(asked: Site) -> None:
    yandex = {"EMAIL_HOST": "smtp.yandex.ru", "EMAIL_PORT": "465", "EMAIL_HOST_USER": "site@yandex.ru"}
    done = asked.manage("check", DEFAULT_FROM_EMAIL="Cinemahub <boss@elsewhere.test>", **yandex)
    assert done.returncode != 0
    assert "DEFAULT_FROM_EMAIL" in done.stderr


def test_plaintext_is_refused_and_the_password_is_not_sent(asked: Site, certificates: Certificates) -> None:
    with SmtpServer(tls="starttls", certificate=certificates.server, users=USERS) as insists:
        plain = {"EMAIL_PORT": str(insists.port), "EMAIL_USE_SSL": "false"}
        assert "EMAIL_USE_SSL=true" in diagnosis(asked.send(**plain))
        assert (insists.logins, insists.refused_logins, insists.letters) == ([], [], [])
        assert_waits(asked)


def test_a_certificate_that_cannot_be_trusted_gets_neither_password_nor_letter(
    asked: Site, certificates: Certificates
) -> None:
    with SmtpServer(tls="implicit", certificate=certificates.foreign, users=USERS) as impostor:
        assert "certificate" in diagnosis(asked.send(EMAIL_PORT=str(impostor.port)))
        assert (impostor.logins, impostor.letters) == ([], [])
        assert_waits(asked)
