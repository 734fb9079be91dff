"""Production does not start where a stranger could write what became of emails."""

import pytest

from cinemahub.mail.services.registry import PROVIDERS
from settings.environment import Environment
from settings.providers import provider_webhook
from tests.site.environment import PRODUCTION
from tests.site.processes import manage

WITH_WEBHOOK = [key for key, each in PROVIDERS.items() if each.webhook]
SIGNED = [key for key, each in PROVIDERS.items() if each.webhook and each.webhook.signing_key]


def complaints(monkeypatch: pytest.MonkeyPatch, provider: str, **variables: str) -> str:
    """Return what is said of the variables of a provider's webhook; "" if they are good."""
    monkeypatch.setenv("ENV_FILE", "/dev/null")
    needed = {option.variable: option.example for option in PROVIDERS[provider].variables if option.required}
    for name, value in (needed | {"EMAIL_PROVIDER": provider} | variables).items():
        monkeypatch.setenv(name, value)
    env = Environment()
    provider_webhook(env)
    try:
        env.validate()
    except SystemExit as end:
        return str(end.code)
    return ""


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_given_as_an_example_is_strong_enough(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert complaints(monkeypatch, provider) == ""


@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ("", "Is not set"),
        ("short-1", "Has 7 characters, needs 32 or more"),
        ("1" * 40, "too little variety"),
        ("b4Qk0sXz7TnWq2LmVd9RfGhYcJ1pEa6u/../admin", "Latin letters, digits, - and _ only"),
        ("bxQkysXzqTnWqeLmVdqRfGhYcJjpEaquZ", "and a digit at least"),
    ],
)
@pytest.mark.parametrize("provider", WITH_WEBHOOK)
def test_a_weak_secret_part_of_the_address_is_named(
    provider: str, secret: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = PROVIDERS[provider].webhook
    assert webhook is not None
    said = complaints(monkeypatch, provider, **{webhook.variable: secret})
    assert f"  {webhook.variable}: " in said
    assert problem in said
    assert not secret or secret not in said


@pytest.mark.parametrize("provider", SIGNED)
@pytest.mark.parametrize("key", ["", "short"])
def test_so_is_a_missing_or_short_key_that_events_are_signed_with(
    provider: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = PROVIDERS[provider].webhook
    assert webhook is not None
    assert webhook.signing_key is not None
    is_key_of_api = webhook.signing_key.variable in {option.variable for option in PROVIDERS[provider].options}
    said = complaints(monkeypatch, provider, **{webhook.signing_key.variable: key})
    assert (f"  {webhook.signing_key.variable}: " in said) is not (is_key_of_api and key == "short")


def test_production_says_so_and_ends() -> None:
    done = manage("check", settings="settings.production", **PRODUCTION | {"UNISENDER_GO_WEBHOOK_SECRET": ""})
    assert done.returncode != 0
    assert "UNISENDER_GO_WEBHOOK_SECRET: Is not set." in done.stderr
