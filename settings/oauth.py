"""Tokens in the place of the mailbox's password."""

from cinemahub.mail.services.registry import OAUTHS
from settings.environment import Environment


def oauth_service(env: Environment) -> str:
    """Return what EMAIL_OAUTH names; "" if the mailbox has a password."""
    if not env.str("EMAIL_OAUTH", default=""):
        return ""
    return env.choice("EMAIL_OAUTH", OAUTHS) or ""


def application(env: Environment, service: str) -> dict[str, str]:
    """Return the entry of MAIL_OAUTH for the application that was registered at a service."""
    oauth = OAUTHS[service]
    if env.str("EMAIL_HOST_PASSWORD", default=""):
        env.add_error("EMAIL_HOST_PASSWORD", "Leave it empty: EMAIL_OAUTH is set, so tokens are used instead.")
    tenant = env.str("EMAIL_OAUTH_TENANT", default="")
    if tenant and not oauth.tenant:
        env.add_error("EMAIL_OAUTH_TENANT", f"Leave it empty: EMAIL_OAUTH={service} has no tenants.")
    secret = env.text("EMAIL_OAUTH_CLIENT_SECRET", required=oauth.needs_secret)
    if secret and oauth.application_scope and not tenant:
        env.add_error("EMAIL_OAUTH_TENANT", "Is not set; an application with a secret belongs to one directory.")
    return {
        "service": service,
        "client_id": env.str("EMAIL_OAUTH_CLIENT_ID") or "",
        "client_secret": secret or "",
        "tenant": tenant,
    }
