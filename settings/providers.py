"""The transport of production: a provider's HTTP API through Anymail."""

from typing import Any

from settings.environment import Environment
from settings.provider_options import PROVIDERS

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 10

# These rewrite links to pass by themselves, tokens and all, unless told not to; the others cannot be told by a letter.
TRACKING = {"mailersend", "mailgun", "mailjet", "mandrill", "postmark", "sparkpost", "unisender_go"}


def provider_mailer(env: Environment) -> dict[str, Any]:
    """Return the entry of MAILERS that EMAIL_PROVIDER and its credentials ask for."""
    provider = env.choice("EMAIL_PROVIDER", PROVIDERS)
    if provider is None:
        return {}
    options = {
        option.name: value
        for option in PROVIDERS[provider]
        if (value := env.text(option.variable(provider), required=option.required))
    }
    more = _TIMEOUT | (_UNTRACKED if provider in TRACKING else {})
    return {
        "BACKEND": f"anymail.backends.{provider}.EmailBackend",
        "OPTIONS": _amazon_ses(options) if provider == "amazon_ses" else options | more,
    }


_TIMEOUT: dict[str, Any] = {"timeout": (SECONDS_TO_CONNECT, SECONDS_TO_ANSWER)}
_UNTRACKED = {"send_defaults": {"track_clicks": False, "track_opens": False}}


def _amazon_ses(options: dict[str, Any]) -> dict[str, Any]:
    config = {
        "connect_timeout": SECONDS_TO_CONNECT,
        "read_timeout": SECONDS_TO_ANSWER,
        "retries": {"total_max_attempts": 1},  # boto3 by itself would turn one lost reply into three letters
    }
    keys = {f"aws_{name}" if "access_key" in name else name: value for name, value in options.items()}
    return {"client_params": keys | {"config": config}}
