"""An address is let off the lists: here, and at the provider, which keeps one of its own."""

from typing import Any

import pytest
from botocore.session import get_session
from botocore.stub import Stubber
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cinemahub.mail.arrival.lift import Lifted, lift
from cinemahub.mail.models import OutboxLetter, Suppression
from cinemahub.mail.services.registry import PROVIDERS
from tests.arrival.conftest import ANNA
from tests.doctor.test_provider_steps import KEY, answering, backend_of, options_of

SUPPRESSIONS = reverse("admin:mail_suppression_changelist")
OUTBOX = reverse("admin:mail_outboxletter_changelist")
CALLS = {  # what each provider is asked for, as its documentation has it
    "brevo": ("DELETE", ["smtp/blockedContacts/anna%40example.com"]),
    "mailgun": ("DELETE", [f"{KEY}/{kind}/anna%40example.com" for kind in ("bounces", "complaints", "unsubscribes")]),
    "mandrill": ("POST", ["rejects/delete.json"]),
    "postmark": ("POST", ["message-streams/outbound/suppressions/delete"]),
    "resend": ("DELETE", ["suppressions/anna%40example.com"]),
    "sparkpost": ("DELETE", ["suppression-list/anna%40example.com"]),
    "unisender_go": ("POST", ["suppression/delete.json"]),
}
BY_HAND = sorted(set(PROVIDERS) - set(CALLS) - {"amazon_ses"})


@pytest.fixture
def suppressed(db: None) -> Suppression:
    Suppression.add(ANNA, "no_such_mailbox", "550 5.1.1 No such user")
    return Suppression.objects.get()


def send_through(settings: Settings, provider: str, url: str) -> None:
    settings.MAILERS = {"default": {"BACKEND": backend_of(provider), "OPTIONS": options_of(provider, url)}}


@pytest.mark.parametrize("provider", CALLS)
def test_the_provider_is_asked_to_forget_it_too(provider: str, suppressed: Suppression, settings: Settings) -> None:
    method, paths = CALLS[provider]
    with answering(200, {}) as server:
        send_through(settings, provider, server.url)
        assert lift(ANNA) == (Lifted.EVERYWHERE, PROVIDERS[provider])
        assert [request.method for request in server.requests] == [method] * len(paths)
        for request, path in zip(server.requests, paths, strict=True):
            assert request.path == f"/v3/{path.replace('%40', '@')}"
            assert method == "DELETE" or ANNA in request.body.decode()
            assert KEY in f"{request.headers}{request.body.decode()}" or "Basic " in f"{request.headers}"
    assert not Suppression.covers(ANNA)


@pytest.mark.parametrize("provider", BY_HAND)
def test_a_provider_without_an_interface_is_left_to_a_person(
    provider: str, suppressed: Suppression, settings: Settings
) -> None:
    send_through(settings, provider, "http://127.0.0.1:1")
    assert lift(ANNA) == (Lifted.BY_HAND, PROVIDERS[provider])
    assert not Suppression.covers(ANNA)


@pytest.mark.parametrize("status", [401, 403, 500])
def test_a_refusal_of_the_provider_is_told_and_names_nobody(
    status: int, suppressed: Suppression, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with answering(status, {"message": f"{ANNA} {KEY}"}) as server:
        send_through(settings, "sparkpost", server.url)
        assert lift(ANNA)[0] is Lifted.REFUSED
    assert ANNA not in caplog.text
    assert KEY not in caplog.text


def test_what_the_provider_does_not_have_is_lifted_as_well(suppressed: Suppression, settings: Settings) -> None:
    with answering(404, {"errors": [{"message": "Recipient could not be found"}]}) as server:
        send_through(settings, "sparkpost", server.url)
        assert lift(ANNA)[0] is Lifted.EVERYWHERE


def test_a_mailbox_that_sends_keeps_no_list(suppressed: Suppression) -> None:
    assert lift(ANNA) == (Lifted.HERE, None)


@pytest.mark.parametrize(("typed", "lifted"), [("Anna@EXAMPLE.com", True), ("boris@example.com", False), ("", False)])
def test_staff_type_the_address_as_only_its_hash_is_kept(
    admin_client: Client, suppressed: Suppression, typed: str, *, lifted: bool
) -> None:
    choice = {"action": "lift_everywhere", "address": typed, ACTION_CHECKBOX_NAME: [suppressed.pk]}
    page = admin_client.post(SUPPRESSIONS, choice, follow=True)
    assert Suppression.objects.exists() is not lifted
    assert ("can be emailed again" in page.text) is lifted


def test_the_address_may_be_taken_from_an_email(
    admin_client: Client, suppressed: Suppression, sent: OutboxLetter
) -> None:
    admin_client.post(OUTBOX, {"action": "lift", ACTION_CHECKBOX_NAME: [sent.pk]})
    assert not Suppression.objects.exists()


def test_the_history_of_an_address_is_told(admin_client: Client, suppressed: Suppression, sent: OutboxLetter) -> None:
    page = admin_client.get(reverse("admin:mail_suppression_change", args=[suppressed.pk])).text
    assert reverse("admin:mail_outboxletter_change", args=[sent.pk]) in page
    assert "Came back or put off: 0 times" in page
    assert "mailbox does not exist" in page
    assert ANNA not in page


class Ses:
    """Amazon's API with a client that checks each call against Amazon's own description of it."""

    def __init__(self) -> None:
        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        self.client = get_session().create_client("sesv2", region_name="eu-central-1", **keys)
        self.stub = Stubber(self.client)

    def boto(self) -> Any:
        return self.client


@pytest.mark.parametrize("is_there", [True, False])
def test_amazon_is_asked_to_forget_it_too(*, is_there: bool) -> None:
    ses = Ses()
    if is_there:
        ses.stub.add_response("delete_suppressed_destination", {}, {"EmailAddress": ANNA})
    else:
        ses.stub.add_client_error("delete_suppressed_destination", "NotFoundException", http_status_code=404)
    lift_there = PROVIDERS["amazon_ses"].lift
    assert lift_there is not None
    with ses.stub:
        lift_there(ses, ANNA)  # type: ignore[arg-type]
        ses.stub.assert_no_pending_responses()
