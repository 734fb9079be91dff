"""The transport of development and staging: Django's SMTP backend and a mailbox, Yandex unless told otherwise."""

from typing import Any

from cinemahub.mail.rules.connection import SSL_PORT, connection_problems
from cinemahub.mail.rules.credentials import credential_problems
from cinemahub.mail.rules.senders import address_problems, sender_problems
from cinemahub.mail.services.registry import MAILBOXES
from cinemahub.mail.services.service import MailboxService
from settings.environment import Environment
from settings.oauth import application, oauth_service
from settings.site import named_address, site_name


def mailbox_mailer(env: Environment) -> dict[str, Any]:
    """Return the entry of MAILERS that sends through the mailbox in EMAIL_HOST_USER."""
    service = oauth_service(env)
    port = _mailbox(service).port
    options: dict[str, Any] = {
        "host": _host(env),
        "port": env.int("EMAIL_PORT", default=port),
        "use_ssl": env.bool("EMAIL_USE_SSL", default=port == SSL_PORT),
        "use_tls": env.bool("EMAIL_USE_TLS", default=port != SSL_PORT),
        "timeout": env.float("EMAIL_TIMEOUT", default=10),
        "username": env.str("EMAIL_HOST_USER"),
        "password": "" if service else env.str("EMAIL_HOST_PASSWORD"),
    }
    if None not in options.values():
        login = options["host"], options["username"], options["password"]
        env.add_problems(connection_problems(options))
        env.add_problems(credential_problems(*login, by_token=bool(service)))
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def mailbox_oauth(env: Environment) -> dict[str, dict[str, str]]:
    """Return MAIL_OAUTH: how the default alias signs in, if not with a password."""
    service = oauth_service(env)
    return {"default": application(env, service)} if service else {}


def sender(env: Environment, variable: str) -> str:
    """Read a sender's address: the login's, unless the login is none or another is set."""
    login = env.str("EMAIL_HOST_USER") or ""
    address = env.text(variable, required=bool(login) and "@" not in login)
    if address:
        env.add_problems(sender_problems(variable, address, host=_host(env), username=login))
    elif "@" in login:
        env.add_problems(address_problems("EMAIL_HOST_USER", login))
    return address or named_address(site_name(env), login)


def _host(env: Environment) -> str:
    host: str = env.str("EMAIL_HOST", default=_mailbox(oauth_service(env)).smtp[0])
    return host


def _mailbox(oauth: str) -> MailboxService:
    """Return the mailbox service that EMAIL_OAUTH is for, Yandex if it is not set."""
    found = (each for each in MAILBOXES.values() if oauth and each.oauth and each.oauth.key == oauth)
    return next(found, MAILBOXES["yandex"])
