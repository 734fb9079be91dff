"""Django's own commands do what every Django user expects."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.servers.ports import free_port
from tests.servers.smtp import SmtpServer
from tests.site.environment import ROOT, environment
from tests.site.processes import manage, running, wait_until

ASK = (
    "from cinemahub.mail import outbox; from users.letters import {kind}; outbox.enqueue({kind}, to='anna@example.com')"
)
HAS_PASSWORD = "from users.models import User; print(User.objects.get().check_password('a long password'))"


def must(*arguments: str, **variables: str) -> str:
    done = manage(*arguments, settings="settings.dev", **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def database(tmp_path: Path) -> dict[str, str]:
    url = {"DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
    must("migrate", **url)
    return url


def test_createsuperuser_makes_an_account_that_has_the_password(database: dict[str, str]) -> None:
    must(
        "createsuperuser",
        "--noinput",
        "--email",
        "a@example.com",
        **database,
        DJANGO_SUPERUSER_PASSWORD="a long password",
    )
    assert must("shell", "-v0", "-c", HAS_PASSWORD, **database) == "True\n"


def test_sendtestemail_goes_where_letters_go() -> None:
    with SmtpServer() as inbox:
        must("sendtestemail", "anna@example.com", INBOX_SMTP_PORT=str(inbox.port))
        (letter,) = inbox.letters
        assert letter.recipients == ["anna@example.com"]


def test_manage_runs_development_unless_told_otherwise() -> None:
    variables = environment("")
    del variables["DJANGO_SETTINGS_MODULE"]
    show = [sys.executable, "manage.py", "shell", "-v0", "-c", "import os; print(os.environ['DJANGO_SETTINGS_MODULE'])"]
    done = subprocess.run(show, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
    assert done.stdout == "settings.dev\n"


def test_runserver_alone_says_once_of_each_letter_that_nobody_sends_it(
    database: dict[str, str], tmp_path: Path
) -> None:
    log, port = tmp_path / "log", free_port()
    command = ["manage.py", "runserver", "--noreload", str(port)]
    with running(*command, log=log, port=port, settings="settings.dev", **database):
        for kind in ("password_reset", "doctor_test"):  # when the second is named, the first was looked at again
            must("shell", "-c", ASK.format(kind=kind), **database)
            wait_until(partial(says, log, f"The email {kind} waits: no worker is running"))
    named = [line for line in log.read_text().splitlines() if " waits: " in line]
    assert len(named) == 2
    assert all("manage.py mail_worker" in line for line in named)


def says(log: Path, sentence: str) -> bool:
    return sentence in log.read_text()
