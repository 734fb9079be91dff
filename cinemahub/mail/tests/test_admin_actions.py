"""What staff can do about letters, holds and suppressions."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.models import Circuit, OutboxLetter, Reason, State, Suppression
from cinemahub.mail.tests.admin_pages import CIRCUITS, LIST, SUPPRESSIONS, page_of, text_of
from cinemahub.mail.tests.samples import ANNA, GREYLISTED, NO_MAILBOX, WRONG_PASSWORD, Greeting, diagnosis, fresh, hold


def do(client: Client, page: str, action: str, *objects: object) -> str:
    chosen = {"action": action, "_selected_action": [str(getattr(each, "pk", each)) for each in objects]}
    return client.post(page, chosen, follow=True).text


def client_with(*permissions: str) -> Client:
    client = Client()
    staff = get_user_model().objects.create_user("staff@example.com", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(staff)
    return client


def test_send_again_and_give_up(admin_client: Client, greeting: Greeting) -> None:
    failed = greeting.claimed()
    failed.failed("default", NO_MAILBOX)
    assert "1 email is waiting again." in do(admin_client, LIST, "send_again", failed)
    failed.refresh_from_db()
    assert failed.state == State.QUEUED
    assert "1 email was given up." in do(admin_client, LIST, "give_up", failed)
    failed.refresh_from_db()
    assert (failed.state, failed.reason) == (State.SKIPPED, Reason.GIVEN_UP)


def test_an_email_can_be_acted_on_from_its_own_page(admin_client: Client, greeting: Greeting) -> None:
    row = greeting.post()
    page = page_of(row)
    assert "Give up" in admin_client.get(page).text
    chosen = {"CHANGE_FORM-action": "give_up", "_selected_action": [str(row.pk)]}
    answer = admin_client.post(page, chosen, follow=True)
    assert "1 email was given up." in answer.text
    assert answer.redirect_chain == [(page, 302)]
    row.refresh_from_db()
    assert row.reason == Reason.GIVEN_UP


@pytest.mark.parametrize(("action", "fields"), [("lift", {}), ("lift_everywhere", {"CHANGE_FORM-address": ANNA})])
def test_a_suppression_can_be_lifted_from_its_own_page(
    admin_client: Client, action: str, fields: dict[str, str]
) -> None:
    Suppression.add(ANNA, "no_such_mailbox", "550 5.1.1")
    row = Suppression.objects.get()
    page = reverse("admin:mail_suppression_change", args=[row.pk])
    chosen = {"CHANGE_FORM-action": action, "_selected_action": [str(row.pk)], **fields}
    answer = admin_client.post(page, chosen, follow=True)
    assert answer.redirect_chain == [(SUPPRESSIONS, 302)]
    assert not Suppression.covers(ANNA)


def test_only_the_chosen_letters(admin_client: Client, greeting: Greeting) -> None:
    chosen, other = greeting.post(), greeting.post()
    do(admin_client, LIST, "give_up", chosen)
    assert list(OutboxLetter.objects.waiting()) == [other]


def test_a_hold_shows_what_to_do_and_can_be_released(admin_client: Client) -> None:
    hold()
    shown = text_of(admin_client, CIRCUITS)
    assert WRONG_PASSWORD.cause in shown
    assert "app password" in shown
    circuit_page = reverse("admin:mail_circuit_change", args=[Circuit.objects.get().pk])
    assert WRONG_PASSWORD.answer in text_of(admin_client, circuit_page)
    assert "Sending has resumed." in do(admin_client, CIRCUITS, "release", Circuit.objects.get())
    assert not Circuit.objects.open().exists()


def test_a_suppression_is_found_by_its_address_and_can_be_lifted(admin_client: Client) -> None:
    Suppression.add(ANNA, "no_such_mailbox", "550 5.1.1")
    shown = admin_client.get(SUPPRESSIONS, {"q": ANNA}).text
    assert "550 5.1.1" in shown
    assert "550 5.1.1" not in admin_client.get(SUPPRESSIONS, {"q": "boris@example.com"}).text
    do(admin_client, SUPPRESSIONS, "lift", Suppression.objects.get())
    assert not Suppression.covers(ANNA)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "page", "action"),
    [("outboxletter", LIST, "give_up"), ("outboxletter", LIST, "send_again"), ("circuit", CIRCUITS, "release")],
)
def test_who_may_look_may_not_act(greeting: Greeting, kind: str, page: str, action: str) -> None:
    client = client_with(f"view_{kind}")
    row = greeting.claimed()
    row.deferred("default", GREYLISTED, timedelta(hours=1))
    hold()
    before = OutboxLetter.objects.values().get()
    assert client.get(page).status_code == 200
    do(client, page, action, row if kind == "outboxletter" else Circuit.objects.get())
    assert OutboxLetter.objects.values().get() == before
    assert Circuit.objects.open().exists()


def test_all_that_failed_for_one_cause_wait_again_when_one_of_them_is_chosen(
    admin_client: Client, greeting: Greeting
) -> None:
    rows = [greeting.claimed(f"{name}@example.com") for name in ("anna", "bert", "clara")]
    for row, code in zip(rows, ["letter_refused", "letter_refused", "no_such_mailbox"], strict=True):
        row.failed("default", diagnosis(code, Verdict.RECIPIENT))
    assert "2 emails are waiting again." in do(admin_client, LIST, "send_again_alike", rows[0])
    assert [fresh(row).state for row in rows] == [State.QUEUED, State.QUEUED, State.FAILED]
