"""What a letter says of its way is checked before anything is sent."""

from typing import Any

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from cinemahub.mail.checks import problems
from cinemahub.mail.headers import one_click_unsubscribe
from cinemahub.mail.tests.other_emails import MAILERS, OUTBOX, SMTP
from cinemahub.mail.tests.samples import Greeting

YANDEX = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": "smtp.yandex.ru", "port": 465, "use_ssl": True, "timeout": 10,
        "username": "news@yandex.ru", "password": "app-password",
    },
}  # fmt: skip
UNISENDER = {"BACKEND": "anymail.backends.unisender_go.EmailBackend", "OPTIONS": {"api_key": "k", "api_url": "u"}}


def found(number: str) -> list[CheckMessage]:
    return [message for message in problems() if message.id == f"cinemahub.mail.{number}"]


@pytest.fixture(autouse=True)
def transports(settings: Settings) -> None:
    settings.MAILERS = MAILERS


def test_good_letters_have_no_problem(greeting: Greeting) -> None:
    greeting.declare(transport="bulk", sender="News <news@cinemahub.example>", reply_to="e@cinemahub.example")
    assert [message for message in problems() if "greeting" in message.msg] == []


@pytest.mark.parametrize("transport", ["pigeon", "fallback"])
def test_a_transport_that_mailers_does_not_have(greeting: Greeting, transport: str, settings: Settings) -> None:
    settings.MAILERS = MAILERS | {"fallback": SMTP}
    greeting.declare(transport=transport)
    (error,) = found("E020")
    assert "greeting" in error.msg
    assert transport in error.msg
    assert "default, bulk" in str(error.hint)


@pytest.mark.parametrize("using", ["pigeon", "outbox"])
def test_an_outbox_that_leads_nowhere(settings: Settings, using: str) -> None:
    settings.MAILERS = MAILERS | {"outbox": OUTBOX | {"OPTIONS": {"using": using}}}
    (error,) = found("E021")
    assert using in error.msg


@pytest.mark.parametrize("option", [{"sender": "news"}, {"reply_to": "Editors"}])
def test_what_is_no_address(greeting: Greeting, option: dict[str, Any]) -> None:
    greeting.declare(**option)
    assert [f"greeting.{name} " in found("E011")[0].msg for name in option] == [True]


def test_a_sender_must_be_one_that_its_transport_sends_for(greeting: Greeting, settings: Settings) -> None:
    settings.MAILERS = MAILERS | {"bulk": YANDEX}
    greeting.declare(transport="bulk", sender="other@yandex.ru")
    (error,) = found("E017")
    assert error.msg.startswith("greeting.sender")
    greeting.declare(transport="bulk", sender="News <news@yandex.ru>")
    assert found("E017") == []  # and DEFAULT_FROM_EMAIL is nobody's sender there


def test_headers_that_a_provider_does_not_carry(greeting: Greeting, settings: Settings) -> None:
    settings.MAILERS = MAILERS | {"bulk": UNISENDER}
    greeting.declare(transport="bulk", headers={"X-News": "1"})
    assert found("W005") == []
    greeting.declare(transport="bulk", headers=one_click_unsubscribe(lambda content: "https://cinemahub.example/"))
    (warning,) = found("W005")
    assert "Unisender Go does not carry" in warning.msg
    assert "List-Unsubscribe, List-Unsubscribe-Post" in warning.msg


def test_admins_that_stagings_guard_leaves_out(settings: Settings) -> None:
    settings.ADMINS, settings.MAIL_ONLY_TO = ["Admin <admin@cinemahub.example>"], ["anna@example.com"]
    assert len(found("W006")) == 1
    settings.MAIL_ONLY_TO = ["cinemahub.example"]
    assert found("W006") == []
