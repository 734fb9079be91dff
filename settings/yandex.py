"""The transport of development and staging: Django's SMTP backend and a mailbox, Yandex unless told otherwise."""

from typing import Any

from cinemahub.mail.rules.connection import connection_problems
from cinemahub.mail.rules.credentials import credential_problems
from cinemahub.mail.rules.senders import address_problems, sender_problems
from settings.environment import Environment


def mailbox_mailer(env: Environment) -> dict[str, Any]:
    """Return the entry of MAILERS that sends through the mailbox in EMAIL_HOST_USER."""
    options: dict[str, Any] = {
        "host": _host(env),
        "port": env.int("EMAIL_PORT", default=465),
        "use_ssl": env.bool("EMAIL_USE_SSL", default=True),
        "use_tls": env.bool("EMAIL_USE_TLS", default=False),
        "timeout": env.float("EMAIL_TIMEOUT", default=10),
        "username": env.str("EMAIL_HOST_USER"),
        "password": env.str("EMAIL_HOST_PASSWORD"),
    }
    if None not in options.values():
        env.add_problems(connection_problems(options))
        env.add_problems(credential_problems(options["host"], options["username"], options["password"]))
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def sender(env: Environment, variable: str) -> str:
    """Read a sender's address: the login's, unless the login is none or another is set."""
    login = env.str("EMAIL_HOST_USER") or ""
    address = env.text(variable, required=bool(login) and "@" not in login)
    if address:
        env.add_problems(sender_problems(variable, address, host=_host(env), username=login))
    elif "@" in login:
        env.add_problems(address_problems("EMAIL_HOST_USER", login))
    return address or f"Cinemahub <{login}>"


def _host(env: Environment) -> str:
    host: str = env.str("EMAIL_HOST", default="smtp.yandex.ru")
    return host
