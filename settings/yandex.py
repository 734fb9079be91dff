"""The transport of development and staging: Django's SMTP backend and a mailbox, Yandex unless told otherwise."""

from email.utils import parseaddr
from typing import Any

from settings.environment import Environment


def mailbox_mailer(env: Environment) -> dict[str, Any]:
    """Return the entry of MAILERS that sends through the mailbox in EMAIL_HOST_USER."""
    options = {
        "host": env.str("EMAIL_HOST", default="smtp.yandex.ru"),
        "port": env.int("EMAIL_PORT", default=465),
        "use_ssl": env.bool("EMAIL_USE_SSL", default=True),
        "use_tls": env.bool("EMAIL_USE_TLS", default=False),
        "timeout": env.float("EMAIL_TIMEOUT", default=10),
        "username": env.str("EMAIL_HOST_USER"),
        "password": env.str("EMAIL_HOST_PASSWORD"),
    }
    for variable in ("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"):
        _check_credential(env, variable)
    if None not in options.values():
        _check_connection(env, options)
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def sender(env: Environment, variable: str) -> str:
    """Read a sender's address, which a mailbox accepts only if it is its own."""
    login = env.str("EMAIL_HOST_USER") or ""
    address = env.str(variable, default=f"Cinemahub <{login}>" if login else "")
    if login and parseaddr(address)[1].lower() != login.lower():
        env.add_error(variable, "Must be the address in EMAIL_HOST_USER; a name before it is fine.")
    return address


def _check_credential(env: Environment, variable: str) -> None:
    value = env.str(variable) or ""
    if value != value.strip():
        env.add_error(variable, "Has spaces around it.")
    if not value.isascii():
        env.add_error(variable, "Has letters that are not ASCII; was the keyboard left in another language?")


def _check_connection(env: Environment, options: dict[str, Any]) -> None:
    if options["use_ssl"] and options["use_tls"]:
        env.add_error("EMAIL_USE_TLS", "EMAIL_USE_SSL and EMAIL_USE_TLS exclude each other; 465 goes with SSL.")
    if options["port"] == 465 and not options["use_ssl"]:
        env.add_error("EMAIL_USE_SSL", "Port 465 goes with EMAIL_USE_SSL=true.")
    if options["port"] == 587 and options["use_ssl"]:
        env.add_error("EMAIL_USE_SSL", "Port 587 goes with EMAIL_USE_SSL=false and EMAIL_USE_TLS=true.")
    if options["timeout"] <= 0:
        env.add_error("EMAIL_TIMEOUT", "Must be above 0.")
