"""The transport of production: a provider's HTTP API through Anymail."""

import re
from typing import Any

from cinemahub.mail.rules.problem import marked as _
from cinemahub.mail.rules.senders import sender_problems
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.services.service import Provider
from settings.environment import Environment
from settings.secret import MIN_TOKEN, check_secret

MIN_SIGNING_KEY = 16  # providers make them, and Mandrill's are of 22 characters
# What looks like a word is shown in logs, so a secret must not: see cinemahub.mail.privacy.tokens.
IN_AN_ADDRESS = re.compile(r"(?=[\w-]*\d)[\w-]+", re.ASCII)
SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 10


def provider_mailer(env: Environment) -> dict[str, Any]:
    """Return the entry of MAILERS that EMAIL_PROVIDER and its credentials ask for."""
    provider = PROVIDERS.get(env.choice("EMAIL_PROVIDER", PROVIDERS) or "")
    if provider is None:
        return {}
    options: dict[str, Any] = {
        option.name: value
        for option in provider.options
        if (value := env.text(option.variable, required=option.required))
    }
    options["timeout"] = (SECONDS_TO_CONNECT, SECONDS_TO_ANSWER)
    options |= send_defaults(provider)
    backend = f"anymail.backends.{provider.key}.EmailBackend"
    return {"BACKEND": backend, "OPTIONS": provider.backend_options(options)}


def send_defaults(provider: Provider) -> dict[str, Any]:
    """Return the option that switches off what the provider would do to each email."""
    untracked = {"track_clicks": False, "track_opens": False} if provider.rewrites_links else {}
    extra = {"esp_extra": dict(provider.extra)} if provider.extra else {}
    return {"send_defaults": untracked | extra} if untracked or extra else {}


def sender(env: Environment, variable: str) -> str:
    """Read a sender's address, in a domain that is verified at the provider."""
    address: str | None = env.str(variable)
    if address:
        env.add_problems(sender_problems(variable, address, through_provider=True))
    return address or ""


def provider_webhook(env: Environment) -> dict[str, str] | None:
    """Return what the webhook of EMAIL_PROVIDER is known by; None if it has none."""
    provider = PROVIDERS.get(env.text("EMAIL_PROVIDER", required=False) or "")
    if provider is None or provider.webhook is None:
        return None
    variable, key = provider.webhook.variable, provider.webhook.signing_key
    secret = env.text(variable)
    check_secret(env, variable, secret, min_length=MIN_TOKEN)
    if secret and not IN_AN_ADDRESS.fullmatch(secret):
        env.add_error(variable, _("Must have Latin letters, digits, - and _ only, and a digit at least."))
    signing_key = (env.text(key.variable) if key else None) or ""
    if key and key.variable not in {option.variable for option in provider.options}:
        check_secret(env, key.variable, signing_key, min_length=MIN_SIGNING_KEY)
    return {"provider": provider.key, "secret": secret or "", "signing_key": signing_key}
