"""Where is my letter? What staff see."""

import dataclasses
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.arrival.record import record
from cinemahub.mail.arrival.told import Told
from cinemahub.mail.models import Circuit, OutboxLetter, Reason, State, Suppression
from cinemahub.mail.outbox import enqueue
from cinemahub.mail.services.webhook import Fate
from cinemahub.mail.tests.admin_pages import CIRCUITS, LIST, SUPPRESSIONS, page_of, text_of
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.other_emails import MAILERS, put
from cinemahub.mail.tests.samples import ANNA, GREYLISTED, MINUTE, Greeting, hold, try_to_deliver
from users.letters import password_reset


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
    shown = admin_client.get(LIST, {"state__exact": State.SENT, "kind": "greeting"}).text
    assert page_of(sent) in shown
    assert page_of(waiting) not in shown


def test_the_timeline_tells_a_letters_story_in_words(admin_client: Client, greeting: Greeting) -> None:
    row = greeting.claimed()
    row.deferred("default", GREYLISTED, MINUTE)
    OutboxLetter.objects.update(due_at=timezone.now() - MINUTE)
    (row,) = OutboxLetter.objects.claim(1, lease_for=MINUTE)
    row.sent("fallback", "250 2.0.0 Ok: queued as 7")
    asked, put_off, accepted, end = story_of(admin_client, row)
    assert "Requested" in asked
    assert f"Tried through default: {GREYLISTED.cause} {GREYLISTED.answer} {GREYLISTED.remedy}" in put_off
    assert "Composed, and accepted by fallback 250 2.0.0 Ok: queued as 7" in accepted
    assert "There is no news yet of whether it arrived." in end


def test_the_timeline_tells_what_became_of_a_letter_and_what_to_do(admin_client: Client, greeting: Greeting) -> None:
    row = greeting.claimed()
    row.sent("default", "250 Ok")
    told = Told(source="brevo", fate=Fate.HARD, recipient=ANNA, keys=[row.key], answer="550 5.1.1 No such user")
    record(told)
    record(dataclasses.replace(told, fate=Fate.DELIVERED, answer="250 Ok"))
    record(Told(source="returned", fate=Fate.SOFT, recipient=ANNA, message_id=row.message_id, answer="452 4.2.2 full"))
    _, _, bounced, delivered, returned = story_of(admin_client, row)
    assert "came back, The recipient's mailbox does not exist. (Brevo) 550 5.1.1 No such user Nothing more" in bounced
    assert "delivered (Brevo); as much or more was known" in delivered
    assert "(a returned email); as much or more was known 452 4.2.2 full" in returned


def test_letters_are_filtered_by_what_became_of_them_and_why(admin_client: Client, greeting: Greeting) -> None:
    bounced, other = greeting.claimed(), greeting.claimed("boris@example.com")
    for row in (bounced, other):
        row.sent("default", "250 Ok")
    record(Told(source="brevo", fate=Fate.HARD, recipient=ANNA, keys=[bounced.key], answer="550 5.1.1 No such user"))
    for choice in ({"delivery__exact": "bounced"}, {"reason": "no_such_mailbox"}):
        shown = admin_client.get(LIST, choice).text
        assert page_of(bounced) in shown
        assert page_of(other) not in shown
    assert "The recipient&#x27;s mailbox does not exist." in admin_client.get(LIST).text


def test_what_the_provider_calls_a_letter_is_shown_whole(admin_client: Client, greeting: Greeting) -> None:
    row = greeting.post()
    OutboxLetter.objects.update(provider_id="<202611251620.0123456789abcdef0123456789abcdef@smtp-relay.test>")
    assert "<202611251620.0123456789abcdef0123456789abcdef@smtp-relay.test>" in text_of(admin_client, page_of(row))


@pytest.mark.parametrize("reason", list(Reason))
def test_why_a_letter_was_not_sent_is_said_in_words(admin_client: Client, greeting: Greeting, reason: Reason) -> None:
    row = greeting.claimed()
    row.skipped(reason)
    for page in (LIST, page_of(row)):
        shown = re.sub(r"<[^>]*>", "", admin_client.get(page).text)
        assert str(reason.label) in shown
        assert reason.value not in shown.replace(str(reason.label), "")


def story_of(client: Client, row: OutboxLetter) -> list[str]:
    return [re.sub(r"<[^>]*>", "", line) for line in re.findall(r"<p>(.*?)</p>", text_of(client, page_of(row)))]


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


@pytest.mark.parametrize("page", [LIST, CIRCUITS, SUPPRESSIONS])
def test_a_list_is_headed_by_what_is_in_it(admin_client: Client, page: str) -> None:
    """Django's "Select %s to view" is wrong in Russian, which has cases."""
    shown = admin_client.get(page, headers={"Accept-Language": "ru"}).text
    assert "Выберите" not in shown.partition("<h1>")[2].partition("</h1>")[0]
    assert shown.partition("<h1>")[2].partition("</h1>")[0]


def test_kinds_have_names_that_staff_know(admin_client: Client) -> None:
    row = enqueue(password_reset, to=ANNA)
    for page in (LIST, page_of(row)):
        shown = admin_client.get(page).text
        assert "Password reset" in shown
        assert "password_reset" not in shown.partition('<div id="content')[2].replace("kind=password_reset", "")


def test_of_other_apps_emails_nothing_that_was_written_is_shown(admin_client: Client, settings: Settings) -> None:
    settings.MAILERS = MAILERS
    row = put(subject="subject-of-secrets", body="body-of-secrets")
    for page in (LIST, page_of(row)):
        shown = admin_client.get(page).text
        assert "other email" in shown
        assert "of-secrets" not in shown
