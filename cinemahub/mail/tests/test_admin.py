"""Where is my letter? What staff see."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cinemahub.mail.models import Circuit, OutboxLetter, Reason, State, Suppression
from cinemahub.mail.tests.admin_pages import CIRCUITS, LIST, SUPPRESSIONS, page_of, text_of
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.samples import ANNA, GREYLISTED, MINUTE, Greeting, hold, try_to_deliver


def test_letters_are_found_by_the_whole_address_in_any_case(admin_client: Client, greeting: Greeting) -> None:
    annas, boris = greeting.post(), greeting.post("boris@example.com")
    found = admin_client.get(LIST, {"q": ANNA.upper()}).text
    assert page_of(annas) in found
    assert page_of(boris) not in found
    assert page_of(annas) not in admin_client.get(LIST, {"q": "anna"}).text
    assert page_of(boris) in admin_client.get(LIST).text


def test_letters_are_filtered_by_state_and_kind(admin_client: Client, greeting: Greeting) -> None:
    sent, waiting = greeting.claimed(), greeting.post()
    sent.sent("default", "250 Ok")
    shown = admin_client.get(LIST, {"state__exact": State.SENT, "kind__exact": "greeting"}).text
    assert page_of(sent) in shown
    assert page_of(waiting) not in shown


def test_the_timeline_tells_a_letters_story_in_words(admin_client: Client, greeting: Greeting) -> None:
    row = greeting.claimed()
    row.deferred("default", GREYLISTED, MINUTE)
    OutboxLetter.objects.update(due_at=timezone.now() - MINUTE)
    (row,) = OutboxLetter.objects.claim(1, lease_for=MINUTE)
    row.sent("fallback", "250 2.0.0 Ok: queued as 7")
    asked, put_off, accepted, end = re.findall(r"<p>(.*?)</p>", text_of(admin_client, page_of(row)))
    assert "asked" in asked
    assert f"{GREYLISTED.cause} default {GREYLISTED.answer}" in put_off
    assert "sent fallback 250 2.0.0 Ok: queued as 7" in accepted
    assert "sent" in end


@pytest.mark.parametrize("reason", list(Reason))
def test_why_a_letter_was_not_sent_is_said_in_words(admin_client: Client, greeting: Greeting, reason: Reason) -> None:
    row = greeting.claimed()
    row.skipped(reason)
    for page in (LIST, page_of(row)):
        shown = admin_client.get(page).text
        assert str(reason.label) in shown
        assert reason.value not in shown.replace(str(reason.label), "")


def test_there_is_no_body_and_no_link_to_show(admin_client: Client, greeting: Greeting) -> None:
    _, row = try_to_deliver(greeting.claimed(), AcceptingConnection())
    (link,) = greeting.links
    for page in (LIST, page_of(row)):
        shown = admin_client.get(page).text
        assert link not in shown
        assert link.split("/")[-2] not in shown
    assert row.client_hash == ""


@pytest.mark.parametrize("name", ["outboxletter", "circuit", "suppression"])
def test_nothing_is_added_changed_or_deleted_by_hand(admin_client: Client, greeting: Greeting, name: str) -> None:
    row = greeting.post()
    hold()
    Suppression.add(ANNA, "no_such_mailbox", "")
    model = {"outboxletter": row, "circuit": Circuit.objects.get(), "suppression": Suppression.objects.get()}[name]
    assert admin_client.get(reverse(f"admin:mail_{name}_add")).status_code == 403
    assert admin_client.post(reverse(f"admin:mail_{name}_change", args=[model.pk]), {}).status_code == 403
    assert admin_client.post(reverse(f"admin:mail_{name}_delete", args=[model.pk]), {"post": "yes"}).status_code == 403


def test_strangers_see_nothing(client: Client, greeting: Greeting) -> None:
    for page in (LIST, CIRCUITS, SUPPRESSIONS, page_of(greeting.post())):
        assert client.get(page).status_code == 302
