"""Every variable the settings read: what it is for, and an example that is safe to show."""

from typing import NamedTuple

from settings.provider_options import PROVIDERS


class Variable(NamedTuple):
    comment: str
    example: str


SITE = {
    "SECRET_KEY": Variable("Signs sessions and links; 50 or more random characters", "50-or-more-random-characters"),
    "SECRET_KEY_FALLBACKS": Variable("Earlier keys, comma-separated, whose links and sessions stay valid", "old-key"),
    "SITE_URL": Variable("Every link in every letter starts with it", "https://cinemahub.example"),
    "ALLOWED_HOSTS": Variable("Host names the site answers to, comma-separated", "cinemahub.example"),
    "DATABASE_URL": Variable("Where the data lives", "postgres://cinemahub:password@localhost/cinemahub"),
    "TRUSTED_PROXIES": Variable("How many proxies in front add to X-Forwarded-For and set X-Forwarded-Proto", "1"),
    "METRICS_TOKEN": Variable(
        "Opens /health/mail/ in full to whoever sends it as a bearer token; 32 or more random characters",
        "32-or-more-random-characters",
    ),
    "ADMINS": Variable("Addresses that hear of errors, comma-separated", "admin@cinemahub.example"),
    "TIME_ZONE": Variable("Time zone of times in pages and letters; logs are in UTC", "Europe/Moscow"),
    "LOG_LEVEL": Variable("DEBUG, INFO, WARNING or ERROR", "INFO"),
}
DEVELOPMENT = {
    "PORT": Variable("Port of `make run`", "8000"),
    "INBOX_SMTP_PORT": Variable("Port on which the local inbox takes letters", "1025"),
}
SENDER = {
    "DEFAULT_FROM_EMAIL": Variable("The sender of letters", "Cinemahub <post@cinemahub.example>"),
    "MAIL_REPLY_TO": Variable("Where answers to letters go, if not to the sender", "help@cinemahub.example"),
    "SERVER_EMAIL": Variable("The sender of error reports", "post@cinemahub.example"),
}
MAILBOX = {
    "EMAIL_HOST_USER": Variable("The mailbox that sends: the full address", "name@yandex.ru"),
    "EMAIL_HOST_PASSWORD": Variable("Its app password, not the account's own", "the-app-password-without-spaces"),
    "EMAIL_HOST": Variable("SMTP server", "smtp.yandex.ru"),
    "EMAIL_PORT": Variable("465 goes with SSL, 587 with STARTTLS", "465"),
    "EMAIL_USE_SSL": Variable("TLS from the first byte", "true"),
    "EMAIL_USE_TLS": Variable("STARTTLS", "false"),
    "EMAIL_TIMEOUT": Variable("Seconds to wait for one answer of the server", "10"),
}
STAGING = {
    "MAIL_ONLY_TO": Variable("Addresses and domains, comma-separated; nobody else gets letters", "cinemahub.example"),
}
DOCTOR = {
    "DOCTOR_DNS": Variable("The DNS server to ask, if not this machine's", "127.0.0.1:5353"),
    "DOCTOR_IMAP_HOST": Variable("IMAP server of --roundtrip, if not the login's", "imap.yandex.ru"),
    "DOCTOR_IMAP_PORT": Variable("Its port, with TLS from the first byte", "993"),
    "DOCTOR_IMAP_USER": Variable("The mailbox of --roundtrip, if not EMAIL_HOST_USER", "name@yandex.ru"),
    "DOCTOR_IMAP_PASSWORD": Variable("Its app password, if not EMAIL_HOST_PASSWORD", "the-app-password"),
}
PROVIDER = {"EMAIL_PROVIDER": Variable("One of " + ", ".join(PROVIDERS), "unisender_go")}
PROVIDER_OPTIONS = {
    option.variable(provider): Variable(option.comment, option.example)
    for provider, options in PROVIDERS.items()
    for option in options
}
VARIABLES = SITE | DEVELOPMENT | SENDER | MAILBOX | STAGING | DOCTOR | PROVIDER | PROVIDER_OPTIONS
