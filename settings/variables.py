"""Every variable the settings read: what it is for, and an example that is safe to show."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.registry import OAUTHS, PROVIDERS


class Variable(NamedTuple):
    comment: Promise
    example: str


SITE = {
    "SECRET_KEY": Variable(_("Signs sessions and links: 50 or more random characters"), "50-or-more-random-characters"),
    "SECRET_KEY_FALLBACKS": Variable(
        _("Earlier keys, comma-separated; their links and sessions stay valid"), "old-key"
    ),
    "SITE_URL": Variable(_("The address every link in an email starts with"), "https://cinemahub.example"),
    "SITE_NAME": Variable(_("What the site is called in pages, in the admin and in emails"), "Cinemahub"),
    "SITE_ACCENT": Variable(_("The colour of buttons and links; their shades are worked out"), "#a5141c"),
    "ALLOWED_HOSTS": Variable(_("Host names the site answers to, comma-separated"), "cinemahub.example"),
    "DATABASE_URL": Variable(_("The database"), "postgres://cinemahub:password@localhost/cinemahub"),
    "TRUSTED_PROXIES": Variable(_("How many proxies in front add to X-Forwarded-For and set X-Forwarded-Proto"), "1"),
    "METRICS_TOKEN": Variable(
        _("Opens /metrics and /health/mail/ to anyone who sends it as a bearer token: 32 or more random characters"),
        "32-or-more-random-characters",
    ),
    "ADMINS": Variable(_("Addresses that get reports of errors, comma-separated"), "admin@cinemahub.example"),
    "TIME_ZONE": Variable(_("Time zone of times in pages and emails; logs are in UTC"), "Europe/Moscow"),
    "LOG_LEVEL": Variable(_("DEBUG, INFO, WARNING or ERROR"), "INFO"),
    "LOG_FORMAT": Variable(_("text, or json for one object a line"), "json"),
    "SENTRY_DSN": Variable(_("Where to report errors as well; needs sentry-sdk"), "https://key@sentry.example/1"),
    "MAIL_TASKS": Variable(_("true if the backend in TASKS does the worker's turns"), "true"),
    "DISABLE_SERVER_SIDE_CURSORS": Variable(_("true with PgBouncer in transaction mode"), "true"),
    "DATABASE_DIRECT_URL": Variable(
        _("PostgreSQL itself, where DATABASE_URL is PgBouncer: workers hear there of new emails"),
        "postgres://cinemahub:password@localhost:5432/cinemahub",
    ),
    "DATABASE_POOL": Variable(_("How many connections the threads of a process share; each has one otherwise"), "8"),
}
DEVELOPMENT = {
    "PORT": Variable(_("Port of `make run`"), "8000"),
    "INBOX_SMTP_PORT": Variable(_("Port on which the local inbox accepts email"), "1025"),
}
SENDER = {
    "DEFAULT_FROM_EMAIL": Variable(_("The sender of emails"), "Cinemahub <post@cinemahub.example>"),
    "MAIL_REPLY_TO": Variable(_("Where replies go, if not to the sender"), "help@cinemahub.example"),
    "MAIL_DAY_LIMIT": Variable(
        _("How many emails a day the mail service accepts from you, if not what it publishes; 0: any number"), "500"
    ),
    "SERVER_EMAIL": Variable(_("The sender of error reports"), "post@cinemahub.example"),
}
MAILBOX = {
    "EMAIL_HOST_USER": Variable(_("The login of the mailbox that sends, usually its full address"), "name@yandex.ru"),
    "EMAIL_HOST_PASSWORD": Variable(
        _("Its app password, not the account's main password"), "the-app-password-without-spaces"
    ),
    "EMAIL_OAUTH": Variable(
        format_lazy(_("Signs in with tokens instead of a password: one of {}"), ", ".join(OAUTHS)), "google"
    ),
    "EMAIL_OAUTH_CLIENT_ID": Variable(_("The id of the application that you registered at the service"), "0000"),
    "EMAIL_OAUTH_CLIENT_SECRET": Variable(_("Its secret; Microsoft also does without one"), "secret"),
    "EMAIL_OAUTH_TENANT": Variable(_("Microsoft: Directory (tenant) ID"), "00000000-0000-0000-0000-000000000000"),
    "EMAIL_HOST": Variable(_("SMTP server"), "smtp.yandex.ru"),
    "EMAIL_PORT": Variable(_("465 goes with SSL, 587 with STARTTLS"), "465"),
    "EMAIL_USE_SSL": Variable(_("TLS from the first byte"), "true"),
    "EMAIL_USE_TLS": Variable(_("STARTTLS"), "false"),
    "EMAIL_TIMEOUT": Variable(_("Seconds to wait for each answer of the server"), "10"),
}
STAGING = {
    "MAIL_ONLY_TO": Variable(_("Addresses and domains, comma-separated; no one else gets email"), "cinemahub.example"),
}
DOCTOR = {
    "DOCTOR_DNS": Variable(_("The DNS server to ask, if not this machine's"), "127.0.0.1:5353"),
    "DOCTOR_IMAP_HOST": Variable(_("IMAP server of --roundtrip, if not the login's"), "imap.yandex.ru"),
    "DOCTOR_IMAP_PORT": Variable(_("Its port, with TLS from the first byte"), "993"),
    "DOCTOR_IMAP_USER": Variable(_("The mailbox of --roundtrip, if not EMAIL_HOST_USER"), "name@yandex.ru"),
    "DOCTOR_IMAP_PASSWORD": Variable(_("Its app password, if not EMAIL_HOST_PASSWORD"), "the-app-password"),
}
RETURNS = {
    "MAIL_RETURNS_FOLDER": Variable(_("The folder for email that came back to the mailbox that sends"), "Returned"),
    "MAIL_RETURNS_DELETE": Variable(_("true if email that came back is deleted instead"), "false"),
}
PROVIDER = {"EMAIL_PROVIDER": Variable(format_lazy(_("One of {}"), ", ".join(PROVIDERS)), "unisender_go")}
PROVIDER_OPTIONS = {
    option.variable: Variable(format_lazy("{}: {}", provider.name, option.comment), option.example)
    for provider in PROVIDERS.values()
    for option in provider.variables
}
VARIABLES = SITE | DEVELOPMENT | SENDER | MAILBOX | STAGING | DOCTOR | RETURNS | PROVIDER | PROVIDER_OPTIONS
