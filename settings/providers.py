"""The transport of production: a provider's HTTP API through Anymail."""

from typing import Any

from cinemahub.mail.rules.senders import sender_problems
from cinemahub.mail.services.registry import PROVIDERS
from settings.environment import Environment

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
    if provider.rewrites_links:
        options["send_defaults"] = {"track_clicks": False, "track_opens": False}
    backend = f"anymail.backends.{provider.key}.EmailBackend"
    return {"BACKEND": backend, "OPTIONS": provider.backend_options(options)}


def sender(env: Environment, variable: str) -> str:
    """Read a sender's address, in a domain that is verified at the provider."""
    address: str | None = env.str(variable)
    if address:
        env.add_problems(sender_problems(variable, address, through_provider=True))
    return address or ""
