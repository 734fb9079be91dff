"""The command that says which address to enter at the provider."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from settings.providers import IN_AN_ADDRESS
from tests.arrival.providers.all import PROVIDERS
from tests.arrival.providers.hmac_signed import Resend
from tests.arrival.providers.unsigned import Brevo
from tests.arrival.providers.wire import Provider
from tests.doctor.test_provider_steps import KEY, answering, backend_of, options_of
from tests.servers.http_server import HttpReply

SITE = "https://cinemahub.example"
LISTS: dict[str, Any] = {  # how each provider lists an address, as its documentation has it
    "brevo": lambda url: {"webhooks": [{"url": url}]},
    "mandrill": lambda url: [{"url": url}],
    "postmark": lambda url: {"Webhooks": [{"Url": url}]},
    "resend": lambda url: {"data": [{"endpoint": url}]},
    "sparkpost": lambda url: {"results": [{"target": url}]},
    "unisender_go": lambda url: {"objects": [{"url": url}]},
}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("mail_webhook", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def https(settings: Settings) -> None:
    settings.SITE_URL = SITE


def choose(settings: Settings, provider: Provider, url: str) -> str:
    settings.MAIL_WEBHOOK = provider.settings
    settings.MAILERS = {"default": {"BACKEND": backend_of(provider.name), "OPTIONS": options_of(provider.name, url)}}
    return f"{SITE}{provider.path}"


@pytest.mark.parametrize("kind_of", PROVIDERS, ids=lambda each: each.name)
def test_it_says_the_address_and_where_to_enter_it(kind_of: type[Provider], settings: Settings) -> None:
    with answering(200, {}) as server:
        address = choose(settings, kind_of(), server.url)
        said = run()
    assert f"address: {address}\n" in said
    assert "enter it at: " in said
    assert "for: " in said


@pytest.mark.parametrize("kind_of", [each for each in PROVIDERS if each.name in LISTS], ids=lambda each: each.name)
def test_it_looks_whether_the_address_is_entered(kind_of: type[Provider], settings: Settings) -> None:
    provider = kind_of()
    for url, word in ((f"{SITE}{provider.path}", "It is entered there."), (f"{SITE}/other/", "It is not entered")):
        with answering(200, LISTS[provider.name](url)) as server:
            choose(settings, provider, server.url)
            assert word in run()


@pytest.mark.parametrize("kind_of", [each for each in PROVIDERS if each.name in LISTS], ids=lambda each: each.name)
def test_it_enters_the_address(kind_of: type[Provider], settings: Settings) -> None:
    provider = kind_of()
    with answering(200, LISTS[provider.name](f"{SITE}/other/")) as server:
        server.script.clear()
        server.script.add("send", HttpReply(200, json.dumps(LISTS[provider.name](f"{SITE}/other/"))), times=1)
        made = {"auth_key": "canary-key", "signing_secret": "canary-key"}
        server.script.add("send", HttpReply(200, json.dumps(made)))
        address = choose(settings, provider, server.url)
        said = run("--register")
        _, entered = server.requests
    assert "It is entered there now." in said
    assert address in entered.body.decode()
    assert "canary" not in said


def test_of_a_new_signing_key_the_variable_is_named_and_the_key_is_not_shown(settings: Settings) -> None:
    with answering(200, {"data": [], "signing_secret": "canary-key"}) as server:
        choose(settings, Resend(), server.url)
        said = run("--register")
    assert "RESEND_SIGNING_SECRET" in said
    assert "canary" not in said


@pytest.mark.parametrize("status", [401, 403, 500])
def test_a_key_that_may_not_ask_is_no_error(status: int, settings: Settings) -> None:
    with answering(status, {"message": "canary"}) as server:
        choose(settings, Brevo(), server.url)
        said = run()
        assert "cannot be asked with this key" in said
        assert KEY not in said + said
        with pytest.raises(CommandError, match="did not accept"):
            run("--register")


def test_without_a_provider_there_is_nothing_to_enter() -> None:
    with pytest.raises(CommandError, match="EMAIL_PROVIDER"):
        run()


def test_a_secret_that_it_makes_is_a_good_one() -> None:
    made = {run("--secret").strip() for _ in range(20)}
    assert len(made) == 20
    assert all(IN_AN_ADDRESS.fullmatch(secret) and len(secret) >= 32 for secret in made)
