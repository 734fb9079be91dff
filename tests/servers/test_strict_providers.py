"""The providers' servers refuse what the real ones refuse."""

from collections.abc import Iterator
from typing import Any

import pytest
from anymail.exceptions import AnymailError
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from tests.servers.providers.base import DOMAIN, StrictProvider
from tests.servers.providers.every import OVER_HTTP


@pytest.fixture(params=sorted(OVER_HTTP))
def provider(request: pytest.FixtureRequest) -> Iterator[StrictProvider]:
    with OVER_HTTP[request.param]() as server:
        yield server


def is_accepted(provider: StrictProvider, *, sender: str = f"post@{DOMAIN}", **more: Any) -> bool:
    options = provider.options | more.pop("options", {})
    backend = import_string(f"anymail.backends.{provider.name}.EmailBackend")(**options)
    message = EmailMultiAlternatives("Hello", "text", sender, ["anna@example.com"], **more)
    message.attach_alternative("<p>html</p>", "text/html")
    try:
        backend.send_messages([message])
    except AnymailError:
        return False
    status: Any = message
    return bool(status.anymail_status.status <= {"queued", "sent"})


def test_an_email_without_headers_of_its_own_is_accepted(provider: StrictProvider) -> None:
    assert is_accepted(provider)
    (letter,) = provider.letters
    assert (letter.subject, letter.text) == ("Hello", "text")


def test_a_wrong_key_is_refused(provider: StrictProvider) -> None:
    keys = {
        name: "wrong" for name in ("api_key", "api_token", "server_token", "secret_key") if name in provider.options
    }
    assert not is_accepted(provider, options=keys)
    assert provider.letters == []


def test_a_domain_that_is_not_verified_is_refused(provider: StrictProvider) -> None:
    options = {"sender_domain": "elsewhere.example"} if provider.name == "mailgun" else {}  # it looks at no sender
    assert not is_accepted(provider, sender="post@elsewhere.example", options=options)
    assert provider.letters == []


@pytest.mark.parametrize(
    ("name", "header"),
    [("mailjet", "Message-ID"), ("mailjet", "X-Mailer"), ("mailersend", "Auto-Submitted"), ("postmark", "Date")],
)
def test_a_header_the_provider_does_not_let_pass_is_refused(name: str, header: str) -> None:
    with OVER_HTTP[name]() as server:
        assert not is_accepted(server, headers={header: "<1@cinemahub.example>"})
        assert server.letters == []


@pytest.mark.parametrize(("name", "header"), [("unisender_go", "Auto-Submitted"), ("sparkpost", "Message-ID")])
def test_a_header_the_provider_drops_is_dropped(name: str, header: str) -> None:
    with OVER_HTTP[name]() as server:
        assert is_accepted(server, headers={header: "<1@cinemahub.example>"})
        assert header not in server.letters[0].headers


@pytest.mark.parametrize("name", ["unisender_go", "sparkpost"])
def test_what_a_provider_adds_unless_told_not_to_is_added(name: str) -> None:
    with OVER_HTTP[name]() as server:
        assert is_accepted(server)
        assert "unsubscribe" in f"{server.letters[0].html}{server.letters[0].headers}".lower()


def test_every_trouble_refuses(provider: StrictProvider) -> None:
    for trouble in provider.troubles:
        provider.trouble = trouble
        assert not is_accepted(provider), trouble
    assert provider.letters == []
