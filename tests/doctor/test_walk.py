"""The whole way: what is said, what is sent and how the command ends."""

import itertools
import json
import os
import signal
import smtplib
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cinemahub.mail.models import Circuit, OutboxLetter, State, Suppression
from cinemahub.mail.rules.terminal import language_of_terminal
from cinemahub.mail.tests.samples import hold
from tests.doctor.conftest import LOGIN, PASSWORD, RECIPIENT, Doctor
from tests.doctor.faults import silent_port
from tests.servers.certificates import Certificates
from tests.servers.ports import free_port
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer
from tests.site.processes import manage, start_manage

STEPS = ["settings", "worker", "dns", "tcp", "tls", "ehlo", "login", "sender", "recipient"]
ACCOUNT: dict[str, Any] = {"username": LOGIN, "password": PASSWORD, "timeout": 5}
LINK = "https://cinemahub.example/users/password-reset/test/this-is-a-test/"


@pytest.mark.parametrize(("tls", "mode"), [("implicit", {"use_ssl": True}), ("starttls", {"use_tls": True})])
def test_a_real_reset_letter_goes_the_whole_way(
    doctor: Doctor, trusted: Certificates, tls: Literal["implicit", "starttls"], mode: dict[str, Any]
) -> None:
    with SmtpServer(tls=tls, certificate=trusted.server, users={LOGIN: PASSWORD}) as server:
        visit = doctor(to=RECIPIENT, host="localhost", port=server.port, **ACCOUNT, **mode)
        (letter,) = server.letters
    assert (visit.exit_code, visit.verdict) == (0, "The email was sent: check the inbox, then the spam folder.")
    assert visit.marks == dict.fromkeys([*STEPS, "email"], "ok") | {"arrival": "not checked", "domain": "not checked"}
    assert "certificate for localhost" in visit.text
    assert letter.recipients == [RECIPIENT]
    assert LINK in letter.text
    assert f'href="{LINK}"' in letter.html
    assert OutboxLetter.objects.get().state == State.SENT


def test_nothing_is_sent_and_nothing_written_without_an_address(doctor: Doctor, trusted: Certificates) -> None:
    with SmtpServer(tls="implicit", certificate=trusted.server, users={LOGIN: PASSWORD}) as server:
        visit = doctor(host="localhost", port=server.port, use_ssl=True, **ACCOUNT)
        assert not server.letters
    assert visit.exit_code == 0
    assert visit.marks == dict.fromkeys(STEPS, "ok") | {"recipient": "not checked", "domain": "not checked"}
    assert not OutboxLetter.objects.exists()


def test_a_letter_that_got_through_ends_the_hold(doctor: Doctor) -> None:
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        hold()
        assert doctor(to=RECIPIENT, **ACCOUNT, host="localhost", port=server.port).exit_code == 0
    assert not Circuit.objects.open().exists()


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.LOST_REPLY])
def test_a_connection_cut_in_mid_letter_is_named_and_not_tried_again_later(doctor: Doctor, fault: Fault) -> None:
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        server.script.add("data", fault)
        visit = doctor(to=RECIPIENT, host="localhost", port=server.port, **ACCOUNT)
    assert visit.marks["email"] == "FAILED"
    assert "broke off before the server confirmed the email" in visit.verdict
    assert not OutboxLetter.objects.waiting().exists()


def test_a_server_that_hangs_in_mid_letter_is_not_waited_for(doctor: Doctor, settings: Settings) -> None:
    settings.MAIL_TRY_SECONDS = 1
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        server.script.add("data", Fault.HANG)
        visit = doctor(to=RECIPIENT, host="localhost", port=server.port, **ACCOUNT | {"timeout": 60})
    assert visit.marks["email"] == "FAILED"


def test_a_refused_server_email_stops_no_letter(doctor: Doctor, settings: Settings) -> None:
    settings.SERVER_EMAIL = "errors@yandex.test"
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        visit = doctor(to=RECIPIENT, host="localhost", port=server.port, **ACCOUNT)
        assert len(server.letters) == 1
    assert visit.exit_code == 0
    assert visit.marks["sender"] == "warning"
    assert "DEFAULT_FROM_EMAIL and SERVER_EMAIL to the address in EMAIL_HOST_USER" in visit.text


def test_a_suppressed_address_is_said_to_be_one(doctor: Doctor) -> None:
    Suppression.add(RECIPIENT, "no_such_mailbox", "550 5.1.1")
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        visit = doctor(to=RECIPIENT, host="localhost", port=server.port, **ACCOUNT)
        assert not server.letters
    assert visit.exit_code == 1
    assert "Suppressions" in visit.verdict


def test_smtplib_told_to_debug_shows_no_password(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(smtplib.SMTP, "debuglevel", 2)
    with SmtpServer(users={LOGIN: "another"}) as server:
        visit = doctor(host="localhost", port=server.port, **ACCOUNT)
    assert visit.marks["login"] == "FAILED"
    shown = "".join(capfd.readouterr())
    assert "AUTH" not in shown
    assert PASSWORD not in shown


def test_machines_get_one_object(db: None, settings: Settings) -> None:
    with SmtpServer(users={LOGIN: "another"}) as server:
        options = {"host": "localhost", "port": server.port, **ACCOUNT}
        settings.MAILERS = {"backup": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = LOGIN
        settings.SITE_URL = "https://cinemahub.example"
        out = StringIO()
        with pytest.raises(SystemExit) as end:
            call_command("mail_doctor", "--json", "--transport=backup", stdout=out)
    answer = json.loads(out.getvalue())
    assert end.value.code == 1
    assert (answer["ok"], answer["transport"], answer["step"]) == (False, "backup", "login")
    assert answer["code"] == "bad_credentials"
    assert "EMAIL_HOST_PASSWORD" in answer["remedy"]
    assert [step["step"] for step in answer["steps"]] == [*STEPS[:7], "domain"]
    assert PASSWORD not in out.getvalue()


@pytest.mark.parametrize("arguments", [["--to", "nobody"], ["--transport", "pigeon"], ["--language", "xx"], ["--too"]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    done = manage("mail_doctor", *arguments, settings="settings.dev")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_missing_transport_is_named_with_those_there_are() -> None:
    with pytest.raises(CommandError, match=r"Available: .*default"):
        call_command("mail_doctor", "--transport=pigeon")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "de_AT.UTF-8@euro"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_it_speaks_the_language_of_the_terminal_if_the_site_does(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, variables: dict[str, str], language: str
) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language_of_terminal() == language


def test_on_a_russian_terminal_it_speaks_russian_unless_told_otherwise() -> None:
    variables = {"INBOX_SMTP_PORT": str(free_port()), "LC_ALL": "ru_RU.UTF-8"}
    russian = manage("mail_doctor", settings="settings.dev", **variables).stdout
    english = manage("mail_doctor", "--language=en", settings="settings.dev", **variables).stdout
    assert english.isascii()
    *lines, blank, cause, remedy = russian.splitlines()
    assert blank == ""
    assert not any(line.isascii() for line in (lines[0], cause, remedy))


def test_an_interrupt_ends_it_without_a_traceback(tmp_path: Path) -> None:
    with silent_port() as port:
        process = start_manage("mail_doctor", settings="settings.dev", INBOX_SMTP_PORT=str(port), PYTHONUNBUFFERED="1")
        assert process.stdout is not None
        lines = list(itertools.takewhile(lambda line: not line.startswith("tcp"), iter(process.stdout.readline, "")))
        os.kill(process.pid, signal.SIGINT)
        try:
            rest, _ = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert lines[-1].startswith("dns"), lines
    assert process.returncode == 130
    assert rest.strip() == ""


def test_a_site_without_tables_is_told_what_to_do(tmp_path: Path) -> None:
    with SmtpServer() as server:
        variables = {"INBOX_SMTP_PORT": str(server.port), "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
        done = manage("mail_doctor", "--to", RECIPIENT, "--language=en", settings="settings.dev", **variables)
    assert done.returncode == 1
    assert "manage.py migrate" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("site", ["http://127.0.0.1:8000", "http://[::1]:8000", "http://cinema.local"])
def test_links_that_nobody_else_can_open_are_named(doctor: Doctor, settings: Settings, site: str) -> None:
    settings.DEBUG, settings.SITE_URL = True, site
    visit = doctor(host="localhost", port=free_port(), **ACCOUNT)
    assert visit.marks["settings"] == "warning"
    assert f"links lead to {site}" in visit.text
