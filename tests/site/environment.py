"""Variables of a site in a process of its own: nothing of the developer's, neither environment nor .env, gets in."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = sorted(file.parent.name for file in ROOT.glob("*/apps.py"))  # whoever adds one need not say so here
PASSED_ON = ("PATH", "HOME", "SSL_CERT_FILE", "COVERAGE_PROCESS_START")
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
    """Return a whole environment."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    own = {"DJANGO_SETTINGS_MODULE": settings, "ENV_FILE": os.devnull, "LANG": "C.UTF-8", "TZ": "UTC"}
    return passed_on | own | variables
