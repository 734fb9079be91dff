"""What each provider refuses an email with, from the socket to the cause."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.tests.samples import Greeting, try_to_deliver
from cinemahub.mail.transport.open import open_connection
from settings.providers import send_defaults
from tests.servers.providers.base import DOMAIN, StrictProvider
from tests.servers.providers.every import OVER_HTTP

CAUSES = {
    "key": "key_refused",
    "rights": "key_refused",
    "key_for_nothing": "key_refused",
    "domain": "sender_unverified",
    "sender": "sender_malformed",
    "elsewhere": "sender_unverified",
    "account": "account_restricted",
    "sandbox": "account_restricted",
    "unsubscribe": "account_restricted",
    "address": "ip_not_allowed",
    "credit": "credit_used_up",
    "plan": "credit_used_up",
    "day": "day_limit",
    "month": "day_limit",
    "hour": "throttled",
    "rate": "throttled",
    "recipient": "recipient_rejected",
}
OTHERWISE = {  # where a provider's word means something else
    ("mandrill", "sender"): "sender_unverified",
    ("mailersend", "plan"): "account_restricted",
    ("unisender_go", "plan"): "day_limit",
    ("postal", "recipient"): "provider_refused_letter",  # it says that there is none
    ("mailjet", "recipient"): "address_unusable",
}
TROUBLES = [(name, trouble) for name, server in sorted(OVER_HTTP.items()) for trouble in server.troubles]


@pytest.fixture
def provider(request: pytest.FixtureRequest, settings: Settings) -> Iterator[StrictProvider]:
    with OVER_HTTP[request.param]() as server:
        settings.DEFAULT_FROM_EMAIL = f"post@{DOMAIN}"
        backend = f"anymail.backends.{server.name}.EmailBackend"
        options = server.options | send_defaults(PROVIDERS[server.name])
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        yield server


@pytest.mark.parametrize(("provider", "trouble"), TROUBLES, indirect=["provider"])
def test_a_refusal_has_its_cause(provider: StrictProvider, trouble: str, greeting: Greeting) -> None:
    provider.trouble = trouble
    _, row = try_to_deliver(greeting.claimed(), open_connection("default"))
    assert row.history[-1]["outcome"] == OTHERWISE.get((provider.name, trouble), CAUSES[trouble])
    assert len(provider.requests) == 1
