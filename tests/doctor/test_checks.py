"""System checks on settings of every kind: each fault has its number, and no good setting has one."""

from typing import Any

import pytest
from pytest_django import Settings

from cinemahub.mail.checks import check_mail
from tests.site.environment import STAGING
from tests.site.processes import manage

CANARY = "canary-password"
YANDEX = {
    "host": "smtp.yandex.ru",
    "port": 465,
    "use_ssl": True,
    "timeout": 10,
    "username": "site@yandex.ru",
    "password": CANARY,
}
OWN_SERVER = {"host": "mail.cinemahub.example", "port": 587, "use_tls": True, "timeout": 10}
SMTP, BREVO = "django.core.mail.backends.smtp.EmailBackend", "anymail.backends.brevo.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
CYRILLIC = "\N{CYRILLIC SMALL LETTER PE}" + CANARY


def found(settings: Settings, backend: str, options: dict[str, Any], **others: Any) -> list[str]:
    """Return the numbers of what the checks complain of, after making sure that they say no secret."""
    login = options.get("username") or "post@cinemahub.example"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    settings.DEFAULT_FROM_EMAIL, settings.SERVER_EMAIL = f"Cinemahub <{login}>", login
    settings.DEBUG = False
    settings.SITE_URL = "https://cinemahub.example"
    for name, value in others.items():
        setattr(settings, name, value)
    messages = check_mail(None)
    assert CANARY not in "".join(f"{each} {each!r}" for each in messages)
    assert all(each.hint for each in messages)
    return [str(each.id).rpartition(".")[2] for each in messages]


@pytest.mark.parametrize(
    ("changes", "numbers"),
    [
        ({"use_tls": True}, ["E001"]),
        ({"use_ssl": False}, ["E002"]),
        ({"port": 587}, ["E003"]),
        ({"host": "https://smtp.yandex.ru"}, ["E004"]),
        ({"host": "smtp.yandex.ru:465"}, ["E004"]),
        ({"host": " smtp.yandex.ru"}, ["E004"]),
        ({"host": ""}, ["E004"]),
        ({"timeout": 0}, ["E005"]),
        ({"timeout": None}, ["W002"]),
        ({"password": ""}, ["E006"]),
        ({"username": "", "password": ""}, ["E006", "E006"]),
        ({"password": f"{CANARY} "}, ["E007"]),
        ({"password": f"{CANARY}\n"}, ["E007"]),
        ({"password": CYRILLIC}, ["E008"]),
        ({"password": f'"{CANARY}"'}, ["E009"]),
        ({"password": f"{CANARY} efgh"}, ["W003"]),
        ({"username": "site"}, ["E010", "E011", "E011"]),
        ({"port": 25, "use_ssl": False}, ["W001"]),
    ],
)
def test_every_fault_of_a_mailbox_is_named(settings: Settings, changes: dict[str, Any], numbers: list[str]) -> None:
    assert found(settings, SMTP, YANDEX | changes) == numbers


@pytest.mark.parametrize(
    ("others", "numbers"),
    [
        ({"DEFAULT_FROM_EMAIL": "Cinemahub <other@yandex.ru>"}, ["E017"]),
        ({"DEFAULT_FROM_EMAIL": "Cinemahub Inc. <site@yandex.ru>"}, ["E011"]),
        ({"SERVER_EMAIL": "root@localhost"}, ["E011"]),
        ({"SERVER_EMAIL": "root"}, ["E011"]),
        ({"MAIL_REPLY_TO": "Help, club <help@cinemahub.example>"}, ["E011"]),
        ({"ADMINS": ["admin@cinemahub.example", "boss"]}, ["E011"]),
        ({"SITE_URL": "https://localhost:8000"}, ["E013"]),
        ({"SITE_URL": "https://192.168.1.7"}, ["E013"]),
        ({"SITE_URL": "https://cinema.local"}, ["E013"]),
    ],
)
def test_every_fault_around_a_mailbox_is_named(settings: Settings, others: dict[str, Any], numbers: list[str]) -> None:
    assert found(settings, SMTP, YANDEX, **others) == numbers


def test_a_private_address_is_no_fault_where_nothing_is_sent(settings: Settings) -> None:
    """As in Django's test runner, which switches DEBUG off."""
    locmem = "django.core.mail.backends.locmem.EmailBackend"
    assert found(settings, locmem, {}, SITE_URL="http://127.0.0.1:8000") == []


def test_a_free_address_cannot_be_sent_for_by_a_provider(settings: Settings) -> None:
    assert found(settings, BREVO, {"api_key": CANARY}, SERVER_EMAIL="site@gmail.com") == ["E012"]


@pytest.mark.parametrize(
    ("backend", "options", "numbers"),
    [(SMTP, YANDEX, ["E014"]), (CONSOLE, {}, ["E014"]), (SMTP, OWN_SERVER, []), (BREVO, {"api_key": CANARY}, [])],
)
def test_production_that_sends_through_a_mailbox_or_nowhere_is_named(
    settings: Settings, backend: str, options: dict[str, Any], numbers: list[str]
) -> None:
    assert found(settings, backend, options, MAIL_NEEDS_PROVIDER=True) == numbers


def test_a_free_address_cannot_be_sent_for_over_a_provider_s_smtp_server_either(settings: Settings) -> None:
    options = OWN_SERVER | {"host": "smtp-relay.brevo.com", "username": "7a@smtp-brevo.com", "password": CANARY}
    senders = {"DEFAULT_FROM_EMAIL": "site@gmail.com", "SERVER_EMAIL": "site@cinemahub.example"}
    assert found(settings, SMTP, options, **senders) == ["E012"]


def test_a_mailbox_may_have_aliases_where_its_service_lets_it(settings: Settings) -> None:
    options = YANDEX | {"username": "site@cinemahub.example"}
    assert found(settings, SMTP, options, DEFAULT_FROM_EMAIL="post@cinemahub.example") == ["W004"]


def test_settings_without_mailers_are_named(settings: Settings) -> None:
    del settings.MAILERS
    assert "cinemahub.mail.E015" in [each.id for each in check_mail(None)]


@pytest.mark.parametrize(
    ("backend", "options", "others"),
    [
        (SMTP, YANDEX, {}),
        (SMTP, YANDEX | {"port": 587, "use_ssl": False, "use_tls": True}, {}),
        (SMTP, YANDEX, {"DEFAULT_FROM_EMAIL": "Cinemahub <Site@ya.ru>"}),
        (SMTP, YANDEX | {"host": "smtp.gmail.com", "username": "a.b@gmail.com", "password": "abcd efgh ijkl mnop"}, {}),
        (SMTP, YANDEX | {"host": "smtp.gmail.com", "username": "a.b@gmail.com"}, {"SERVER_EMAIL": "ab+x@gmail.com"}),
        (SMTP, OWN_SERVER, {}),
        (SMTP, OWN_SERVER | {"username": "site", "password": "with space"}, {"DEFAULT_FROM_EMAIL": "a@b.example"}),
        (SMTP, {"host": "10.0.0.5", "port": 25, "timeout": 5}, {}),
        (SMTP, {"host": "2001:db8::25", "port": 25, "timeout": 5}, {}),
        (SMTP, {"host": "smtp-relay.gmail.com", "port": 587, "use_tls": True, "timeout": 5}, {}),
        (SMTP, {"host": "127.0.0.1", "port": 1025, "timeout": 5}, {"SERVER_EMAIL": "root@localhost"}),
        (CONSOLE, {}, {"DEFAULT_FROM_EMAIL": "webmaster@localhost"}),
        (BREVO, {"api_key": CANARY}, {}),
        (BREVO, {"api_key": CANARY}, {"SITE_URL": "http://127.0.0.1:8000", "DEBUG": True}),
    ],
)
def test_no_check_fires_on_a_good_setting(
    settings: Settings, backend: str, options: dict[str, Any], others: dict[str, Any]
) -> None:
    username = options.get("username", "")
    senders = {} if "@" in username or not username else {"SERVER_EMAIL": "a@b.example"}
    assert found(settings, backend, options, **senders | others) == []


def test_development_as_it_comes_is_good() -> None:
    done = manage("check", settings="settings.dev")
    assert "no issues" in done.stdout


@pytest.mark.parametrize("command", [["check"], ["mail_worker", "--once"], ["runserver", "127.0.0.1:0", "--noreload"]])
def test_every_command_that_sends_says_it(command: list[str]) -> None:
    done = manage(*command, settings="settings.staging", **STAGING | {"SITE_URL": "https://192.168.1.7"})
    assert done.returncode == 1
    assert "(cinemahub.mail.E013) SITE_URL cannot be reached from outside" in done.stderr
