"""Each settings module in a process of its own."""

import json
import re
import subprocess

import pytest

from cinemahub.mail.services.registry import PROVIDERS
from settings.environment import BASE_DIR
from settings.variables import SITE
from tests.site.environment import PRODUCTION, SECRET_KEY, STAGING
from tests.site.processes import cold_python, manage, python

SHOW_MAILERS = "import json; from django.conf import settings; print(json.dumps(settings.MAILERS))"
CANARY = "canary-secret"


def mailers(settings: str, **variables: str) -> dict[str, dict[str, object]]:
    done = python("-c", SHOW_MAILERS, settings=settings, **variables)
    assert done.returncode == 0, done.stderr
    loaded: dict[str, dict[str, object]] = json.loads(done.stdout)
    return loaded


def complaints(done: "subprocess.CompletedProcess[str]") -> dict[str, str]:
    """Return what was said of each variable, after making sure that nothing else was."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    head, *lines = done.stderr.strip().splitlines()
    assert head.endswith(":")
    return {match[1]: match[2] for line in lines if (match := re.fullmatch(r"  (\w+): (.*)", line))}


def test_dev_needs_no_variable_and_sends_to_the_local_inbox() -> None:
    default = mailers("settings.dev")["default"]
    assert default["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert default["OPTIONS"] == {"host": "127.0.0.1", "port": 1025, "timeout": 10}


def test_dev_sends_through_yandex_when_two_lines_are_added() -> None:
    login = {"EMAIL_HOST_USER": "me@yandex.example", "EMAIL_HOST_PASSWORD": "abcdefghijklmnop"}
    options = mailers("settings.dev", **login)["default"]["OPTIONS"]
    assert options == {
        "host": "smtp.yandex.ru",
        "port": 465,
        "use_ssl": True,
        "use_tls": False,
        "timeout": 10,
        "username": "me@yandex.example",
        "password": "abcdefghijklmnop",
    }


def test_staging_sends_through_smtp_with_a_timeout() -> None:
    default = mailers("settings.staging", **STAGING)["default"]
    assert default["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert default["OPTIONS"] == pytest.approx({**default["OPTIONS"], "timeout": 10, "use_ssl": True})  # type: ignore[dict-item]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_production_sends_through_every_provider_of_anymail(provider: str) -> None:
    credentials = {option.variable: option.example for option in PROVIDERS[provider].variables if option.required}
    show = "from django.core.mail import mailers; print(type(mailers.default).__module__, mailers.default)"
    done = python(
        "-c", SETUP + show, settings="settings.production", **PRODUCTION | {"EMAIL_PROVIDER": provider} | credentials
    )
    assert done.stdout.startswith(f"anymail.backends.{provider} "), done.stderr


SETUP = "import django; django.setup();"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_production_names_each_missing_credential_of_a_provider(provider: str) -> None:
    without = {name: value for name, value in PRODUCTION.items() if not name.startswith("UNISENDER_GO")}
    done = manage("check", settings="settings.production", **without | {"EMAIL_PROVIDER": provider})
    assert complaints(done).keys() == {option.variable for option in PROVIDERS[provider].variables if option.required}


def test_production_names_all_missing_variables_at_once() -> None:
    said = complaints(manage("check", settings="settings.production"))
    assert said.keys() == {
        "SECRET_KEY", "SITE_URL", "DATABASE_URL", "EMAIL_PROVIDER", "DEFAULT_FROM_EMAIL", "SERVER_EMAIL",
    }  # fmt: skip
    assert all("Example: " in text for text in said.values())


def test_staging_names_all_missing_variables_at_once() -> None:
    said = complaints(manage("check", settings="settings.staging"))
    assert said.keys() == {"SECRET_KEY", "SITE_URL", "DATABASE_URL", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"}


@pytest.mark.parametrize("name", ["console", "dummy", "smtp", "sendgrid", "mailgun,brevo"])
def test_production_refuses_what_is_no_provider_and_lists_those_there_are(name: str) -> None:
    said = complaints(manage("check", settings="settings.production", **PRODUCTION | {"EMAIL_PROVIDER": name}))
    assert all(provider in said["EMAIL_PROVIDER"] for provider in PROVIDERS)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"EMAIL_PORT": "465", "EMAIL_USE_SSL": "false"}, "EMAIL_USE_SSL"),
        ({"EMAIL_PORT": "587"}, "EMAIL_USE_SSL"),
        ({"EMAIL_USE_TLS": "true"}, "EMAIL_USE_TLS"),
        ({"EMAIL_TIMEOUT": "0"}, "EMAIL_TIMEOUT"),
        ({"EMAIL_TIMEOUT": "soon"}, "EMAIL_TIMEOUT"),
        ({"EMAIL_USE_SSL": "maybe"}, "EMAIL_USE_SSL"),
        ({"EMAIL_HOST_PASSWORD": ""}, "EMAIL_HOST_PASSWORD"),
        ({"EMAIL_HOST_PASSWORD": f" {CANARY}"}, "EMAIL_HOST_PASSWORD"),
        ({"EMAIL_HOST_PASSWORD": f"{CANARY}-\u043f\u0430\u0440\u043e\u043b\u044c"}, "EMAIL_HOST_PASSWORD"),
        ({"EMAIL_HOST_USER": "site@yandex.ru", "SERVER_EMAIL": "other@yandex.ru"}, "SERVER_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "Cinemahub Inc. <site@yandex.example>"}, "DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "Cinemahub, club <site@yandex.example>"}, "DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "Cinemahub <site@yandex.example"}, "DEFAULT_FROM_EMAIL"),
        ({"MAIL_REPLY_TO": "help"}, "MAIL_REPLY_TO"),
        ({"ADMINS": "admin@cinemahub.example, boss"}, "ADMINS"),
        ({"MAIL_ONLY_TO": "cinemahub.example,@,anna"}, "MAIL_ONLY_TO"),
        ({"EMAIL_HOST_USER": "<site@yandex.example>"}, "EMAIL_HOST_USER"),
        ({"EMAIL_HOST": "smtp.yandex.ru:465"}, "EMAIL_HOST"),
        ({"SERVER_EMAIL": "root@localhost"}, "SERVER_EMAIL"),
        ({"SITE_URL": "http://staging.cinemahub.example"}, "SITE_URL"),
        ({"SITE_URL": "https://staging.cinemahub.example/users/"}, "SITE_URL"),
        ({"SCRIPT_NAME": "/cinema"}, "SITE_URL"),
        ({"DATABASE_POOL": "many"}, "DATABASE_POOL"),
        ({"DATABASE_URL": PRODUCTION["DATABASE_URL"], "DATABASE_POOL": "-1"}, "DATABASE_POOL"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
        ({"SECRET_KEY": CANARY}, "SECRET_KEY"),
        ({"SECRET_KEY": "for-development-only-" + "0" * 50}, "SECRET_KEY"),
        ({"SECRET_KEY": f"django-insecure-{CANARY * 5}"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 50}, "SECRET_KEY"),
        ({"SECRET_KEY": "0123456789" * 6}, "SECRET_KEY"),
        ({"SECRET_KEY_FALLBACKS": f"{SECRET_KEY},{'ab' * 30}"}, "SECRET_KEY_FALLBACKS"),
        ({"METRICS_TOKEN": CANARY}, "METRICS_TOKEN"),
        ({"METRICS_TOKEN": "x" * 40}, "METRICS_TOKEN"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": f"{CANARY}.example"}, "ALLOWED_HOSTS"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "true"}, "TRUSTED_PROXIES"),
        ({"BEHIND_PROXY": "true"}, "TRUSTED_PROXIES"),
        ({"DATABASE_URL": f"nonsense://{CANARY}@"}, "DATABASE_URL"),
        ({"TRUSTED_PROXIES": "perhaps"}, "TRUSTED_PROXIES"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"TIME_ZONE": "Moscow"}, "TIME_ZONE"),
    ],
)
def test_staging_names_a_bad_value_without_showing_it(variables: dict[str, str], named: str) -> None:
    done = manage("check", settings="settings.staging", **STAGING | variables)
    assert complaints(done).keys() == {named}
    assert CANARY not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "variables",
    [
        {"EMAIL_HOST": "smtp.sendgrid.net", "EMAIL_HOST_USER": "apikey"},
        {"EMAIL_HOST": "email-smtp.eu-central-1.amazonaws.com", "EMAIL_HOST_USER": "AKIA0000000000000000"},
        {"EMAIL_HOST": "smtp-relay.brevo.com", "EMAIL_HOST_USER": "7a@smtp-brevo.com"},
        {"EMAIL_HOST": "mail.cinemahub.example", "EMAIL_HOST_USER": "robot"},
        {"EMAIL_HOST": "smtp.mail.me.com", "EMAIL_HOST_USER": "anna@icloud.com"},
        {"EMAIL_HOST": "smtp.gmail.com", "EMAIL_HOST_USER": "anna@gmail.com"},
        {"EMAIL_HOST_USER": "anna@yandex.ru", "DEFAULT_FROM_EMAIL": "anna@ya.ru", "SERVER_EMAIL": "ANNA@yandex.com"},
        {"EMAIL_HOST_USER": "anna@cinemahub.example"},
    ],
    ids=lambda variables: variables["EMAIL_HOST_USER"],
)
def test_staging_starts_with_a_login_that_is_not_the_sender(variables: dict[str, str]) -> None:
    senders = {
        "DEFAULT_FROM_EMAIL": '"Cinemahub Inc." <post@cinemahub.example>',
        "SERVER_EMAIL": "post@cinemahub.example",
    }
    done = manage("check", settings="settings.staging", **STAGING | senders | variables)
    assert done.returncode == 0, done.stderr


def test_staging_asks_for_a_sender_where_the_login_is_no_address() -> None:
    login = {"EMAIL_HOST": "mail.cinemahub.example", "EMAIL_HOST_USER": "robot"}
    done = manage("check", settings="settings.staging", **STAGING | login)
    assert complaints(done).keys() == {"DEFAULT_FROM_EMAIL", "SERVER_EMAIL"}


def test_production_refuses_sqlite() -> None:
    done = manage("check", settings="settings.production", **PRODUCTION | {"DATABASE_URL": "sqlite:///x.sqlite3"})
    assert complaints(done).keys() == {"DATABASE_URL"}


def test_production_ignores_debug() -> None:
    show = "from django.conf import settings; print(settings.DEBUG)"
    done = python("-c", show, settings="settings.production", DEBUG="1", **PRODUCTION)
    assert done.stdout == "False\n"


def test_importing_production_opens_no_socket_and_writes_no_file() -> None:
    watch = """
import sys
def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if writes or event in {"socket.connect", "socket.bind", "socket.getaddrinfo"}:
        print(event, arguments)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
import settings.production
"""
    done = cold_python("-c", watch, settings="settings.production", **PRODUCTION)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("settings", "variables"), [("settings.staging", STAGING), ("settings.production", PRODUCTION)]
)
def test_deployment_checks_find_nothing(settings: str, variables: dict[str, str]) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", settings=settings, **variables)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", ["wsgi", "asgi"])
def test_servers_run_production_unless_told_otherwise(module: str) -> None:
    done = python("-c", f"import os; del os.environ['DJANGO_SETTINGS_MODULE']; import cinemahub.{module}", settings="")
    assert "EMAIL_PROVIDER" in complaints(done)


def test_env_example_copied_runs() -> None:
    done = manage("check", settings="settings.dev", ENV_FILE=str(BASE_DIR / ".env.example"))
    assert done.returncode == 0, done.stderr


def test_process_environment_comes_before_env_file(tmp_path: object) -> None:
    show = "from django.conf import settings; print(settings.SITE_URL)"
    (file := BASE_DIR / str(tmp_path) / "env").write_text("SITE_URL=http://from-file.example")
    assert python("-c", show, settings="settings.dev", ENV_FILE=str(file)).stdout == "http://from-file.example\n"
    done = python("-c", show, settings="settings.dev", ENV_FILE=str(file), SITE_URL="http://from-process.example")
    assert done.stdout == "http://from-process.example\n"
    assert "SITE_URL" in SITE
