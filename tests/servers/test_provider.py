import json
from collections.abc import Iterator

import pytest
import requests

from tests.servers.http_server import HttpReply
from tests.servers.provider import ProviderServer
from tests.servers.script import Fault

KEY = "right-key"
TIMEOUT_SECONDS = 5
FORM = {"from": "Кино <cinema@cinemahub.test>", "to": ["anna@example.com"], "subject": "Пароль", "text": "Ссылка"}
MESSAGE = {
    "from_email": "cinema@cinemahub.test",
    "recipients": [{"email": "anna@example.com"}, {"email": "boris@example.com"}],
    "subject": "Пароль",
    "body": {"plaintext": "Ссылка", "html": "<p>Ссылка</p>"},
    "headers": {"message-id": "<1@cinemahub.test>"},
}


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with ProviderServer(api_key=KEY) as provider:
        yield provider


def post_json(
    provider: ProviderServer, *, key: str = KEY, timeout_seconds: float = TIMEOUT_SECONDS
) -> requests.Response:
    url = f"{provider.unisender_go_url}email/send.json"
    body = json.dumps({"message": MESSAGE})
    return requests.post(url, data=body, headers={"X-API-KEY": key}, timeout=timeout_seconds)


def post_form(provider: ProviderServer, *, domain: str = "cinemahub.test", key: str = KEY) -> requests.Response:
    url = f"{provider.mailgun_url}{domain}/messages"
    return requests.post(url, data=FORM, auth=("api", key), timeout=TIMEOUT_SECONDS)


def test_unisender_go_takes_a_letter(provider: ProviderServer) -> None:
    answer = post_json(provider)
    assert answer.status_code == 200
    assert answer.json()["status"] == "success"
    assert answer.json()["emails"] == ["anna@example.com", "boris@example.com"]
    (letter,) = provider.wait_for(1)
    assert letter.sender == "cinema@cinemahub.test"
    assert letter.recipients == ["anna@example.com", "boris@example.com"]
    assert (letter.subject, letter.text, letter.html) == ("Пароль", "Ссылка", "<p>Ссылка</p>")
    assert letter.headers["Message-ID"] == "<1@cinemahub.test>"


def test_unisender_go_refuses_one_recipient(provider: ProviderServer) -> None:
    provider.refused_recipients["anna@example.com"] = "permanent_unavailable"
    answer = post_json(provider).json()
    assert answer["emails"] == ["boris@example.com"]
    assert answer["failed_emails"] == {"anna@example.com": "permanent_unavailable"}


def test_mailgun_takes_a_urlencoded_letter(provider: ProviderServer) -> None:
    answer = post_form(provider)
    assert answer.json()["message"] == "Queued. Thank you."
    assert answer.json()["id"].endswith("@cinemahub.test>")
    (letter,) = provider.letters
    assert (letter.sender, letter.recipients) == ("cinema@cinemahub.test", ["anna@example.com"])
    assert (letter.subject, letter.text, letter.html) == ("Пароль", "Ссылка", "")


def test_mailgun_takes_a_multipart_letter(provider: ProviderServer) -> None:
    url = f"{provider.mailgun_url}cinemahub.test/messages"
    fields = [("from", "a@cinemahub.test"), ("to", "b@example.com"), ("to", "c@example.com"), ("subject", "Пароль")]
    files = [*((name, (None, value)) for name, value in fields), ("h:Reply-To", (None, "help@cinemahub.test"))]
    assert requests.post(url, files=files, auth=("api", KEY), timeout=TIMEOUT_SECONDS).status_code == 200
    (letter,) = provider.letters
    assert letter.recipients == ["b@example.com", "c@example.com"]
    assert letter.headers["reply-to"] == "help@cinemahub.test"
    assert letter.fields["to"] == ["b@example.com", "c@example.com"]


def test_the_wrong_key_is_refused(provider: ProviderServer) -> None:
    unisender_go, mailgun = post_json(provider, key="wrong"), post_form(provider, key="wrong")
    assert (unisender_go.status_code, unisender_go.json()["status"]) == (401, "error")
    assert (mailgun.status_code, mailgun.text) == (401, "Forbidden")
    assert provider.letters == []
    assert len(provider.requests) == 2


def test_mailgun_does_not_know_a_foreign_domain(provider: ProviderServer) -> None:
    answer = post_form(provider, domain="elsewhere.test")
    assert answer.status_code == 404
    assert "Domain not found" in answer.text


def test_malformed_requests_are_400(provider: ProviderServer) -> None:
    headers = {"X-API-KEY": KEY}
    url = f"{provider.unisender_go_url}email/send.json"
    assert requests.post(url, data="[]", headers=headers, timeout=TIMEOUT_SECONDS).status_code == 400
    url = f"{provider.mailgun_url}cinemahub.test/messages"
    assert requests.post(url, data={}, auth=("api", KEY), timeout=TIMEOUT_SECONDS).status_code == 400
    assert requests.get(url, timeout=TIMEOUT_SECONDS).status_code == 404


def test_scripted_answers_come_first_and_run_out(provider: ProviderServer) -> None:
    provider.script.add("send", HttpReply(429, '{"message": "slow down"}', {"Retry-After": "7"}), times=1)
    provider.script.add("send", HttpReply(200, "<html>It works!</html>"), times=1)
    busy, garbage, success = post_json(provider), post_json(provider), post_json(provider)
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "7")
    assert (garbage.status_code, garbage.text) == (200, "<html>It works!</html>")
    assert success.json()["status"] == "success"
    assert (len(provider.requests), len(provider.letters)) == (3, 1)


def test_a_cut_connection_loses_the_letter_and_a_lost_reply_keeps_it(provider: ProviderServer) -> None:
    for fault, kept in ((Fault.CUT, 0), (Fault.LOST_REPLY, 1)):
        provider.script.add("send", fault, times=1)
        with pytest.raises(requests.ConnectionError):
            post_json(provider)
        assert len(provider.letters) == kept


def test_a_hanging_provider_stops_all_the_same(provider: ProviderServer) -> None:
    provider.script.add("send", Fault.HANG)
    with pytest.raises(requests.Timeout):
        post_json(provider, timeout_seconds=0.2)
    provider.stop()


def test_down_and_up_on_the_same_port(provider: ProviderServer) -> None:
    port = provider.port
    provider.stop()
    with pytest.raises(requests.ConnectionError):
        post_json(provider)
    provider.start()
    assert (post_json(provider).status_code, provider.port) == (200, port)


def test_a_taken_port_is_an_error(provider: ProviderServer) -> None:
    with pytest.raises(OSError, match="already in use"):
        ProviderServer(api_key=KEY, port=provider.port).start()
