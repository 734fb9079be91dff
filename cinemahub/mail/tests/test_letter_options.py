"""What a letter may say of its way and its headers."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from cinemahub.mail.headers import Header, one_click_unsubscribe
from cinemahub.mail.letters import Content, Priority, letter
from cinemahub.mail.sending.compose import compose, compose_sample
from cinemahub.mail.tests.samples import ANNA, DAY, Greeting
from cinemahub.mail.transport.mime import as_bytes

LINK = "https://cinemahub.test/unsubscribe/" + "a" * 200


def headers_of(greeting: Greeting, **options: Any) -> EmailMessage:
    greeting.declare(**options)
    return compose(greeting.post())


def test_sender_and_reply_to(greeting: Greeting, settings: Settings) -> None:
    settings.MAIL_REPLY_TO = "help@cinemahub.test"
    usual = headers_of(greeting)
    assert (usual.from_email, usual.reply_to) == (settings.DEFAULT_FROM_EMAIL, ["help@cinemahub.test"])
    own = headers_of(greeting, sender="News <news@cinemahub.test>", reply_to="editors@cinemahub.test")
    assert (own.from_email, own.reply_to) == ("News <news@cinemahub.test>", ["editors@cinemahub.test"])


def test_headers_of_each_recipient(greeting: Greeting) -> None:
    greeting.declare(headers={"List-ID": "<news.cinemahub.test>", "X-For": lambda content: content.address})
    for address in (ANNA, "bert@example.com"):
        message = compose(greeting.post(address)).message()
        assert (message["List-ID"], message["X-For"]) == ("<news.cinemahub.test>", address)
        assert message["Auto-Submitted"] == "auto-generated"


def test_one_press_unsubscribes(greeting: Greeting) -> None:
    message = headers_of(greeting, headers=one_click_unsubscribe(lambda content: str(content.context["link"])))
    assert message.extra_headers["List-Unsubscribe"] == f"<{greeting.links[-1]}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_sample_shows_them_too(greeting: Greeting) -> None:
    greeting.declare(
        headers=one_click_unsubscribe(lambda content: LINK), sample=lambda address: Content(address, "", {"link": "x"})
    )
    assert "List-Unsubscribe" in compose_sample(greeting.letter, ANNA, "en").extra_headers


def test_a_long_link_is_not_encoded(greeting: Greeting) -> None:
    """Python's email package would write it as =?utf-8?q?...?=, which mail programs do not read there (RFC 2369, 2)."""
    message = headers_of(greeting, headers=one_click_unsubscribe(lambda content: LINK))
    assert f"List-Unsubscribe: <{LINK}>\r\n".encode() in as_bytes(message)


@pytest.mark.parametrize(
    "name",
    ["Message-ID", "message-id", "Date", "From", "To", "Bcc", "Subject", "Reply-To", "Auto-Submitted", "Content-Type"],
)
def test_headers_of_the_site_are_refused_where_the_letter_is_declared(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        letter("news", valid_for=DAY, headers={name: "x"})


@pytest.mark.parametrize(
    "headers",
    [{"X Y": "x"}, {"X:": "x"}, {"": "x"}, {"X-Ы": "x"}, {"X": "x\r\nBcc: b@example.com"}, {"X": ""}, {"X": "x" * 901}],
)
def test_malformed_headers_are_refused_where_the_letter_is_declared(headers: dict[str, Header[Content]]) -> None:
    with pytest.raises(ValueError, match=r"header|Header"):
        letter("news", valid_for=DAY, headers=headers)


@pytest.mark.parametrize("made", ["x\r\nBcc: b@example.com", "x" * 901, ""])
def test_a_header_that_cannot_be_sent_breaks_its_email(greeting: Greeting, made: str) -> None:
    greeting.declare(headers={"X-Made": lambda content: made})
    with pytest.raises(ValueError, match="X-Made"):
        compose(greeting.post())


@pytest.mark.parametrize("link", ["mailto:a@example.com", "https://x/>, <https://y/", "https://x/ы", "/unsubscribe/"])
def test_an_address_that_nobody_can_unsubscribe_at(greeting: Greeting, link: str) -> None:
    greeting.declare(headers=one_click_unsubscribe(lambda content: link))
    with pytest.raises(ValueError, match="unsubscribe"):
        compose(greeting.post())


@pytest.mark.parametrize("priority", [Priority.SECURITY, Priority.CONFIRMATION])
def test_nobody_unsubscribes_from_what_an_account_needs(priority: Priority) -> None:
    with pytest.raises(ValueError, match="unsubscribe"):
        letter("reset", valid_for=DAY, priority=priority, headers=one_click_unsubscribe(lambda content: LINK))
