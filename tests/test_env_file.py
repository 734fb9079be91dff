"""The file .env as editors, shells and containers leave it: it works, or one line says what to do."""

import gettext
import subprocess
from pathlib import Path

import pytest

from settings.env_file import read_env_file
from tests.site.environment import ROOT, STAGING
from tests.site.processes import manage, python

CANARY = "canary-secret"
CYRILLIC = {chr(code) for code in range(0x410, 0x450)}
RUSSIAN = gettext.translation("django", ROOT / "locale", ["ru"])
SHOW = "from django.conf import settings; import json; print(json.dumps(settings.MAILERS['default']['OPTIONS']))"
LOGIN = "EMAIL_HOST_USER=me@yandex.example\nEMAIL_HOST_PASSWORD="


def check(file: Path | str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return manage("check", settings="settings.dev", ENV_FILE=str(file), **variables)


def one_line(done: "subprocess.CompletedProcess[str]") -> str:
    """Return the only thing that is said, which is no secret and no traceback."""
    assert done.returncode == 1
    assert CANARY not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    _introduction, line = done.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f'{LOGIN}"{CANARY}\nPORT=8001\n', "NAME=value"),
        (f'SECRET_KEY="{CANARY}\nADMINS="a@b.example"\n', "quotation mark"),
        (f'SECRET_KEY="{CANARY}\nADMINS=a@b.example"\n', "several lines"),
        (f"EMAIL_HOST_PASSWORD: {CANARY}\n", "NAME=value"),
        (f"EMAIL_HOST_PASSWORD {CANARY}\n", "NAME=value"),
        (f"{LOGIN}{CANARY} #def\n", "ends before #"),
        (f'{LOGIN}"{CANARY}\\nd"\n', "line end"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_its_number(tmp_path: Path, content: str, said: str) -> None:
    (file := tmp_path / "env").write_text(f"PORT=8001\n\n# comment\n{content}")
    (fault,) = read_env_file(file, must_exist=True).faults
    assert said in fault.text
    assert fault.line == (5 if content.startswith(LOGIN) else 4)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"SECRET_KEY={CANARY}\n".encode("utf-16"), "ENV_FILE: Is not in UTF-8"),
        ("# почта\nPORT=8001\n".encode("cp1251"), "ENV_FILE: Is not in UTF-8"),
        (f"PORT=8001\nSECRET_KEY: {CANARY}\n".encode(), "ENV_FILE, 2: Must be NAME=value"),
        (b"DJANGO_SETTINGS_MODULE=settings.staging\n", "--settings"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    (file := tmp_path / "env").write_bytes(content)
    assert said in one_line(check(file))


def test_every_line_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (file := tmp_path / "env").write_text(f"A: {CANARY}\nPORT=8001\nB {CANARY}\n")
    assert [fault.line for fault in read_env_file(file, must_exist=True).faults] == [1, 3]


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    assert "folder" in one_line(check(tmp_path))


def test_a_file_that_is_named_and_not_there_is_an_error(tmp_path: Path) -> None:
    assert "no such file" in one_line(check(tmp_path / "envv"))


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    (fault,) = read_env_file(tmp_path / "env", must_exist=False).faults
    assert "Cannot be read" in fault.text


def test_without_a_file_nothing_is_said(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / "env", must_exist=False) == ({}, [])


@pytest.mark.parametrize(
    ("written", "password"),
    [
        ("abc#def", "abc#def"),
        ("abc # the app password", "abc"),
        ("'abc #def'", "abc #def"),
        ("a${HOME}b", "a${HOME}b"),
        ("a$b", "a$b"),
        ('"abc"', "abc"),
    ],
)
def test_a_password_is_what_is_written(tmp_path: Path, written: str, password: str) -> None:
    (file := tmp_path / "env").write_bytes(b"\xef\xbb\xbf" + f"{LOGIN}{written}\r\nexport TIME_ZONE=UTC\r\n".encode())
    values, faults = read_env_file(file, must_exist=True)
    assert faults == []
    assert values == {"EMAIL_HOST_USER": "me@yandex.example", "EMAIL_HOST_PASSWORD": password, "TIME_ZONE": "UTC"}


def test_an_empty_variable_of_the_process_does_not_hide_the_file(tmp_path: Path) -> None:
    (file := tmp_path / "env").write_text(f"{LOGIN}abcdefghijklmnop\n")
    done = python("-c", SHOW, settings="settings.dev", ENV_FILE=str(file), EMAIL_HOST_USER="")
    assert "me@yandex.example" in done.stdout


def test_the_settings_module_may_be_named_if_it_is_the_one_in_use(tmp_path: Path) -> None:
    (file := tmp_path / "env").write_text("DJANGO_SETTINGS_MODULE=settings.dev\n")
    assert check(file).returncode == 0


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"ALLOWED_HOSTS": '"staging.cinemahub.example"'}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": '["staging.cinemahub.example"]'}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "https://staging.cinemahub.example"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "staging.cinemahub.example:443"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": "https://[::::]"}, "SITE_URL"),
        ({"SITE_URL": "https://cinemahub.example:99999"}, "SITE_URL"),
        ({"DATABASE_URL": "sqlite://x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://cinemahub@localhost/cinemahub"}, "DATABASE_URL"),
        ({"SCRIPT_NAME": "/cinema"}, "SITE_URL"),
    ],
)
def test_a_value_as_tools_write_it_is_named(variables: dict[str, str], named: str) -> None:
    done = manage("check", settings="settings.staging", **STAGING | variables)
    assert one_line(done).startswith(f"  {named}: ")


@pytest.mark.parametrize(
    ("settings", "variables", "host"),
    [
        ("settings.staging", STAGING | {"SITE_URL": "https://[2001:4860:4860::8888]"}, "[2001:4860:4860::8888]"),
        ("settings.dev", {"SITE_URL": "http://192.168.1.7:8000"}, "192.168.1.7:8000"),
        ("settings.dev", {"SITE_URL": "http://192.168.1.7:8000", "ALLOWED_HOSTS": "localhost"}, "192.168.1.7:8000"),
        ("settings.staging", STAGING | {"ALLOWED_HOSTS": ".cinemahub.example,[::1]"}, "staging.cinemahub.example"),
    ],
)
def test_the_site_answers_to_the_host_its_links_name(settings: str, variables: dict[str, str], host: str) -> None:
    ask = f"""
import django; django.setup()
from django.test import RequestFactory
print(RequestFactory(headers={{"host": {host!r}}}).get("/").get_host())
"""
    assert python("-c", ask, settings=settings, **variables).stdout == f"{host}\n"


def test_a_database_file_does_not_depend_on_where_one_starts() -> None:
    show = "from django.conf import settings; d = settings.DATABASES['default']; print(d['NAME'], d['OPTIONS'])"
    variables = {"DATABASE_URL": "sqlite:///site.sqlite3?timeout=5"}
    name, _, options = python("-c", show, settings="settings.dev", **variables).stdout.partition(" ")
    assert Path(name).is_absolute()
    assert "'timeout': 5," in options


@pytest.mark.parametrize("variable", ["LC_ALL", "LANG"])
def test_problems_are_said_in_the_language_of_the_terminal(variable: str) -> None:
    locale = {"PYTHONUTF8": "1", variable: "ru_RU.UTF-8"}
    done = manage("check", settings="settings.staging", **STAGING | locale | {"EMAIL_PORT": "587", "SITE_URL": ""})
    assert f"SITE_URL: {RUSSIAN.gettext('Is not set.')} " in done.stderr
    assert all(any(letter in CYRILLIC for letter in line) for line in done.stderr.strip().splitlines())
