"""What each settings module reads, and what it cannot do without."""

from typing import NamedTuple

from settings.variables import (
    DEVELOPMENT,
    DOCTOR,
    MAILBOX,
    PROVIDER,
    PROVIDER_OPTIONS,
    RETURNS,
    SENDER,
    SITE,
    STAGING,
    Variable,
)

SECTIONS = {
    "The site": SITE,
    "Development: make run": DEVELOPMENT,
    "A mailbox that sends (settings.dev and settings.staging)": MAILBOX,
    "A provider that sends (settings.production)": PROVIDER | PROVIDER_OPTIONS,
    "Senders": SENDER,
    "Staging's guard": STAGING,
    "The doctor: manage.py mail_doctor": DOCTOR,
    "Email that comes back: manage.py mail_returns": RETURNS,
}
ALWAYS = {"SECRET_KEY", "SITE_URL", "DATABASE_URL"}
IN_README = SITE | DEVELOPMENT | MAILBOX | STAGING | PROVIDER | SENDER


class Reader(NamedTuple):
    reads: dict[str, Variable]
    needs: set[str]


READERS = {
    "settings.dev": Reader(SITE | DEVELOPMENT | MAILBOX | SENDER | DOCTOR | RETURNS, set()),
    "settings.staging": Reader(
        SITE | MAILBOX | SENDER | STAGING | DOCTOR | RETURNS, ALWAYS | {"EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"}
    ),
    "settings.production": Reader(
        SITE | PROVIDER | SENDER | DOCTOR | RETURNS, ALWAYS | {"EMAIL_PROVIDER", "DEFAULT_FROM_EMAIL", "SERVER_EMAIL"}
    ),
}
