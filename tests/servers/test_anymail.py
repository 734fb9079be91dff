"""The providers' servers answer what Anymail's own backends expect of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from tests.servers.http_server import HttpReply
from tests.servers.provider import ProviderServer
from tests.servers.script import Fault
from tests.servers.ses import SesServer

KEY = "right-key"
SENDER = "cinema@cinemahub.test"
ONE_ATTEMPT = {"retries": {"total_max_attempts": 1}}


def backend(provider: str, **options: object) -> Any:
    return import_string(f"anymail.backends.{provider}.EmailBackend")(**options)


def message(sender: str = SENDER) -> EmailMultiAlternatives:
    headers = {"Message-ID": "<1@cinemahub.test>", "Auto-Submitted": "auto-generated"}
    letter = EmailMultiAlternatives("Пароль", "Ссылка", f"Кино <{sender}>", ["anna@example.com"], headers=headers)
    letter.attach_alternative("<p>Ссылка</p>", "text/html")
    return letter


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with ProviderServer(api_key=KEY) as provider:
        yield provider


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[SesServer]:
    with SesServer(identity=SENDER) as ses:
        for name, value in ses.environment.items():
            monkeypatch.setenv(name, value)
        yield ses


def provider_backends(provider: ProviderServer, key: str = KEY) -> list[Any]:
    return [
        backend("unisender_go", api_key=key, api_url=provider.unisender_go_url),
        backend("mailgun", api_key=key, api_url=provider.mailgun_url, sender_domain=provider.mailgun_domain),
    ]


def test_both_providers_take_a_letter(provider: ProviderServer) -> None:
    for each in provider_backends(provider):
        letter: Any = message()
        assert each.send_messages([letter]) == 1
        assert letter.anymail_status.status == {"queued"}
    for received in provider.letters:
        assert (received.sender, received.recipients) == (SENDER, ["anna@example.com"])
        assert (received.subject, received.text, received.html) == ("Пароль", "Ссылка", "<p>Ссылка</p>")
        assert received.headers["Message-ID"] == "<1@cinemahub.test>"
        assert received.headers["Auto-Submitted"] == "auto-generated"
    assert len(provider.letters) == 2


def test_a_wrong_key_is_anymails_error_401(provider: ProviderServer) -> None:
    for each in provider_backends(provider, key="wrong"):
        with pytest.raises(import_string("anymail.exceptions.AnymailRequestsAPIError")) as refusal:
            each.send_messages([message()])
        assert refusal.value.status_code == 401


def test_garbage_with_200_is_anymails_error_too(provider: ProviderServer) -> None:
    provider.script.add("send", HttpReply(200, "<html>It works!</html>"))
    for each in provider_backends(provider):
        with pytest.raises(import_string("anymail.exceptions.AnymailRequestsAPIError")):
            each.send_messages([message()])


def test_a_refused_recipient_is_anymails_error(provider: ProviderServer) -> None:
    provider.refused_recipients["anna@example.com"] = "permanent_unavailable"
    with pytest.raises(import_string("anymail.exceptions.AnymailRecipientsRefused")):
        provider_backends(provider)[0].send_messages([message()])
    assert provider.letters == []


def test_ses_takes_a_letter(ses: SesServer) -> None:
    assert backend("amazon_ses").send_messages([message()]) == 1
    (received,) = ses.letters
    assert (received.sender, received.recipients) == (SENDER, ["anna@example.com"])
    assert (received.subject, received.message_id) == ("Пароль", "<1@cinemahub.test>")
    assert (received.text.strip(), received.html.strip()) == ("Ссылка", "<p>Ссылка</p>")


def test_ses_refuses_a_sender_it_has_not_verified(ses: SesServer) -> None:
    with pytest.raises(import_string("anymail.exceptions.AnymailAPIError"), match="MessageRejected"):
        backend("amazon_ses").send_messages([message("boss@elsewhere.test")])
    assert ses.letters == []


@pytest.mark.parametrize(("client_params", "attempts"), [({}, 3), ({"config": ONE_ATTEMPT}, 1)])
def test_a_lost_reply_of_ses_is_sent_again_unless_boto3_is_told_not_to(
    ses: SesServer, client_params: dict[str, object], attempts: int
) -> None:
    ses.script.add("send", Fault.LOST_REPLY, times=2)
    try:
        backend("amazon_ses", client_params=client_params).send_messages([message()])
    except import_string("anymail.exceptions.AnymailAPIError"):
        assert attempts == 1
    assert len(ses.requests) == len(ses.letters) == attempts


def test_each_ses_server_begins_empty(ses: SesServer) -> None:
    backend("amazon_ses").send_messages([message()])
    assert SesServer(identity="other.test").letters == []
