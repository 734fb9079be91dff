"""Every provider accepts every email of the site, as it is sent: headers, fields and the outbox's key."""

from collections.abc import Iterator
from typing import Any

import pytest
from anymail.message import AnymailStatus
from django.conf import settings as site
from pytest_django import Settings

from cinemahub.mail.letters import declared_letters
from cinemahub.mail.models import State
from cinemahub.mail.sending.compose import compose_sample
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.tests.samples import ANNA, Greeting, try_to_deliver
from cinemahub.mail.transport.message import KEY
from cinemahub.mail.transport.open import open_connection
from settings.providers import send_defaults
from tests.servers.providers.base import DOMAIN, StrictProvider
from tests.servers.providers.every import OVER_HTTP
from tests.servers.ses import SesServer

SENDER = f'"Cinemahub, клуб" <post@{DOMAIN}>'
LANGUAGES = [code for code, _ in site.LANGUAGES]


@pytest.fixture(params=sorted(OVER_HTTP))
def provider(request: pytest.FixtureRequest, settings: Settings) -> Iterator[StrictProvider]:
    with OVER_HTTP[request.param]() as server:
        configure(settings, server.name, server.options)
        yield server


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[SesServer]:
    with SesServer(identity=DOMAIN) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        configure(settings, "amazon_ses", {"client_params": {"region_name": server.region}})
        yield server


def configure(settings: Settings, name: str, options: dict[str, Any]) -> None:
    settings.DEFAULT_FROM_EMAIL = SENDER
    settings.MAIL_REPLY_TO = f'"Помощь" <help@{DOMAIN}>'
    options = options | send_defaults(PROVIDERS[name])
    settings.MAILERS = {"default": {"BACKEND": f"anymail.backends.{name}.EmailBackend", "OPTIONS": options}}


def send_every_letter() -> int:
    connection = open_connection("default")
    letters = [each for each in declared_letters() if each.sample is not None]
    for letter in letters:
        for language in LANGUAGES:
            message: Any = compose_sample(letter, ANNA, language)
            connection.send(message)
            status: AnymailStatus = message.anymail_status
            assert status.status <= {"queued", "sent"}, letter.name
    connection.close()
    return len(letters) * len(LANGUAGES)


def test_there_is_a_server_for_every_provider() -> None:
    assert {*OVER_HTTP, "amazon_ses"} == set(PROVIDERS)


def test_every_letter_is_accepted(provider: StrictProvider) -> None:
    assert send_every_letter() == len(provider.letters) > 0
    assert {each.sender for each in provider.letters} == {f"post@{DOMAIN}"}
    assert all(each.recipients == [ANNA] and each.text and each.html for each in provider.letters)


def test_amazon_ses_accepts_every_letter(ses: SesServer) -> None:
    assert send_every_letter() == len(ses.letters)


def test_nothing_is_added_that_can_be_switched_off(provider: StrictProvider, greeting: Greeting) -> None:
    _, row = try_to_deliver(greeting.claimed(), open_connection("default"))
    (letter,) = provider.letters
    assert row.state == State.SENT
    assert "unsubscribe" not in f"{letter.html}{letter.headers}".lower()
    assert greeting.links[0] in letter.text
    assert greeting.links[0] in letter.html


def test_the_key_of_the_row_travels_along_and_the_address_does_not(
    provider: StrictProvider, greeting: Greeting
) -> None:
    _, row = try_to_deliver(greeting.claimed(), open_connection("default"))
    (request,) = provider.requests
    body = request.body.decode()
    assert str(row.key) in body
    assert PROVIDERS[provider.name].key_travels_by == "tag" or KEY in body


def test_the_provider_s_id_is_kept_and_shown_whole(provider: StrictProvider, greeting: Greeting) -> None:
    _, row = try_to_deliver(greeting.claimed(), open_connection("default"))
    assert row.provider_id
    assert row.history[-1]["answer"] in {f"queued {row.provider_id}", f"sent {row.provider_id}"}


def test_the_message_id_is_kept_where_that_is_promised(provider: StrictProvider, greeting: Greeting) -> None:
    _, row = try_to_deliver(greeting.claimed(), open_connection("default"))
    (letter,) = provider.letters
    promised = PROVIDERS[provider.name].headers.keeps_message_id
    assert (letter.headers.get("Message-ID") == row.message_id) is promised


def test_robots_are_told_not_to_answer_wherever_that_is_possible(provider: StrictProvider, greeting: Greeting) -> None:
    try_to_deliver(greeting.claimed(), open_connection("default"))
    (letter,) = provider.letters
    possible = "Auto-Submitted" in PROVIDERS[provider.name].headers.accepted({"Auto-Submitted": "auto-generated"})
    assert (letter.headers.get("Auto-Submitted") == "auto-generated") is possible
    assert possible is (provider.name not in {"mailersend", "unisender_go"})
    assert bool(PROVIDERS[provider.name].headers.on_automatic) is not possible
    suppress = "X-Auto-Response-Suppress" in letter.headers
    assert suppress is (provider.name != "mailersend")


def test_amazon_ses_gets_the_key_in_a_header(ses: SesServer, greeting: Greeting) -> None:
    _, row = try_to_deliver(greeting.claimed(), open_connection("default"))
    (letter,) = ses.letters
    assert str(row.key) in str(letter.message["X-Metadata"])
