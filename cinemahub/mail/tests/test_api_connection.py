"""Letters through Anymail, against providers on loopback."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import Circuit, CircuitState, OutboxLetter, State
from cinemahub.mail.sending.delivery import Outcome, deliver
from cinemahub.mail.tests.samples import ANNA, Greeting, fresh
from cinemahub.mail.transport.open import open_connection
from tests.servers.http_server import HttpReply
from tests.servers.provider import ProviderServer
from tests.servers.script import Fault

KEY = "right-key"


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with ProviderServer(api_key=KEY) as provider:
        yield provider


@pytest.fixture(params=["unisender_go", "mailgun"], autouse=True)
def mailer(request: pytest.FixtureRequest, provider: ProviderServer, settings: Settings) -> None:
    options = {
        "unisender_go": {"api_key": KEY, "api_url": provider.unisender_go_url},
        "mailgun": {"api_key": KEY, "api_url": provider.mailgun_url, "sender_domain": provider.mailgun_domain},
    }[request.param]
    backend = f"anymail.backends.{request.param}.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options | {"timeout": 5}}}


def send(greeting: Greeting) -> tuple[Outcome, OutboxLetter]:
    row = greeting.claimed()
    return deliver(row, open_connection("default"), "default"), fresh(row)


def test_what_a_provider_accepts_is_sent_with_its_answer(greeting: Greeting, provider: ProviderServer) -> None:
    outcome, row = send(greeting)
    assert (outcome, row.state) == (Outcome.WORKS, State.SENT)
    assert row.history[0]["answer"].startswith("queued ")
    (letter,) = provider.letters
    assert letter.recipients == [ANNA]
    assert greeting.links[0] in letter.text
    assert greeting.links[0] in letter.html


def test_several_letters_go_over_one_session(greeting: Greeting, provider: ProviderServer) -> None:
    connection = open_connection("default")
    for _ in range(3):
        assert deliver(greeting.claimed(), connection, "default") is Outcome.WORKS
    connection.close()
    assert deliver(greeting.claimed(), connection, "default") is Outcome.WORKS
    connection.close()
    assert len(provider.letters) == 4


def test_429_waits_as_long_as_the_provider_asks(greeting: Greeting, provider: ProviderServer) -> None:
    provider.script.add("send", HttpReply(429, '{"message": "slow down"}', {"Retry-After": "600"}))
    outcome, row = send(greeting)
    assert (outcome, row.state, row.tries) == (Outcome.BROKEN, State.QUEUED, 0)
    circuit = Circuit.objects.get()
    assert (circuit.state, circuit.code) == (CircuitState.PAUSED, "throttled")
    assert timedelta(seconds=590) < circuit.probe_at - timezone.now() <= timedelta(seconds=600)


@pytest.mark.parametrize("answer", [HttpReply(500, "oops"), HttpReply(503, "oops")])
def test_what_the_provider_will_get_over_is_tried_again(
    greeting: Greeting, provider: ProviderServer, answer: HttpReply
) -> None:
    provider.script.add("send", answer)
    outcome, row = send(greeting)
    assert (outcome, row.state, row.tries) == (Outcome.BROKEN, State.QUEUED, 0)
    assert Circuit.objects.get().state == CircuitState.PAUSED


@pytest.mark.parametrize("status", [400, 422])
def test_a_letter_the_provider_does_not_want_has_failed(
    greeting: Greeting, provider: ProviderServer, status: int
) -> None:
    provider.script.add("send", HttpReply(status, '{"message": "subject is missing"}'))
    outcome, row = send(greeting)
    assert (outcome, row.state, row.reason) == (Outcome.REFUSED, State.FAILED, "provider_refused_letter")


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_the_provider_does_not_want_is_no_fault_of_the_letter(
    greeting: Greeting, provider: ProviderServer, status: int
) -> None:
    provider.script.add("send", HttpReply(status, "Forbidden"))
    outcome, row = send(greeting)
    assert (outcome, row.state, row.tries) == (Outcome.BROKEN, State.QUEUED, 0)
    assert Circuit.objects.get().code == "key_refused"


def test_success_that_nobody_understands_is_not_sent_again_blindly(
    greeting: Greeting, provider: ProviderServer
) -> None:
    provider.script.add("send", HttpReply(200, "<html>It works!</html>"))
    outcome, row = send(greeting)
    assert (outcome, row.state, row.due_at) == (Outcome.REFUSED, State.UNKNOWN, None)


@pytest.mark.parametrize(
    ("said", "state", "reason"),
    [
        ("temporary_unavailable", State.DEFERRED, "provider_failed"),
        ("permanent_unavailable", State.FAILED, "recipient_rejected"),
    ],
)
@pytest.mark.parametrize("mailer", ["unisender_go"], indirect=True)
def test_a_successful_call_may_report_a_letter_that_failed(
    greeting: Greeting, provider: ProviderServer, said: str, state: State, reason: str
) -> None:
    answer = {"status": "success", "job_id": "1", "emails": [], "failed_emails": {ANNA: said}}
    provider.script.add("send", HttpReply(200, json.dumps(answer)))
    _, row = send(greeting)
    assert (row.state, row.reason) == (state, reason)
    assert said in row.history[0]["answer"]


def test_a_lost_reply_is_one_request_and_one_try(greeting: Greeting, provider: ProviderServer) -> None:
    provider.script.add("send", Fault.LOST_REPLY)
    _, row = send(greeting)
    assert (row.state, row.tries, len(provider.requests)) == (State.DEFERRED, 1, 1)


def test_the_key_is_in_no_row_and_no_log(
    greeting: Greeting, provider: ProviderServer, caplog: pytest.LogCaptureFixture
) -> None:
    provider.script.add("send", HttpReply(401, f"User not found by API key {KEY}-0123456789-0123456789-0123456789"))
    with caplog.at_level("INFO", logger="cinemahub"):
        _, row = send(greeting)
    assert "0123456789" not in caplog.text + str(row.history) + str(Circuit.objects.values())
