"""Commands of the site in processes of their own, with an environment of the test's choosing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_SECONDS = 60
PASSED_ON = ("PATH", "HOME", "LANG", "SSL_CERT_FILE", "COVERAGE_PROCESS_START")
SECRET_KEY = "for-the-tests-only-for-the-tests-only-for-the-tests-only"

STAGING = {
    "SECRET_KEY": SECRET_KEY,
    "SITE_URL": "https://staging.cinemahub.example",
    "DATABASE_URL": "sqlite:///:memory:",
    "EMAIL_HOST_USER": "site@yandex.example",
    "EMAIL_HOST_PASSWORD": "abcdefghijklmnop",
}
WEBHOOK_SECRET = "b4Qk0sXz7TnWq2LmVd9RfGhYcJ1pEa6u"
PRODUCTION = {
    "SECRET_KEY": SECRET_KEY,
    "SITE_URL": "https://cinemahub.example",
    "DATABASE_URL": "postgres://cinemahub@127.0.0.1/cinemahub",
    "EMAIL_PROVIDER": "unisender_go",
    "UNISENDER_GO_API_KEY": "key-of-the-tests",
    "UNISENDER_GO_API_URL": "https://go1.unisender.example/ru/transactional/api/v1/",
    "UNISENDER_GO_WEBHOOK_SECRET": WEBHOOK_SECRET,
    "DEFAULT_FROM_EMAIL": "Cinemahub <post@cinemahub.example>",
    "SERVER_EMAIL": "post@cinemahub.example",
}


def environment(settings: str, **variables: str) -> dict[str, str]:
    """Return a whole environment: nothing of the developer's, neither process nor .env, gets in."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed_on | {"DJANGO_SETTINGS_MODULE": settings, "ENV_FILE": os.devnull} | variables


def python(*arguments: str, settings: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project's folder and wait for its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(settings, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=MAX_SECONDS,
    )


def manage(*arguments: str, settings: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return python("manage.py", *arguments, settings=settings, **variables)


def start_manage(*arguments: str, settings: str, **variables: str) -> "subprocess.Popen[str]":
    """Start manage.py and leave it running; whoever starts it ends it."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(settings, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
