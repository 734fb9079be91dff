"""A tracked link goes through the provider, token and all."""

from typing import Any

import pytest
from anymail.backends.base import BasePayload
from django.core.mail import mailers
from pytest_django import Settings

from cinemahub.mail.sending.compose import compose
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.tests.samples import Greeting
from settings.environment import Environment
from settings.providers import provider_mailer


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_providers_are_told_to_leave_links_alone_if_they_can_be_told(
    provider: str, greeting: Greeting, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENV_FILE", "/dev/null")
    monkeypatch.setenv("EMAIL_PROVIDER", provider)
    for option in PROVIDERS[provider].options:
        monkeypatch.setenv(option.variable, option.example)
    settings.MAILERS = {"default": provider_mailer(Environment())}
    backend: Any = mailers["default"]
    payload = backend.build_message_payload(compose(greeting.post()), backend.send_defaults)
    can_be_told = type(payload).set_track_clicks is not BasePayload.set_track_clicks
    told = backend.send_defaults.get("track_clicks"), backend.send_defaults.get("track_opens")
    assert told == ((False, False) if can_be_told else (None, None))
