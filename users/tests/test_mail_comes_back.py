"""Somebody who is signed in is told that email comes back, and nobody else is."""

import pytest
from django.test import Client
from django.utils import timezone

from cinemahub.mail import outbox
from cinemahub.mail.models import Delivery, OutboxLetter, State, Suppression
from users.letters import password_reset
from users.models import User

pytestmark = pytest.mark.django_db

ACCOUNT, WORKS = "/users/account/", "/users/account/mailbox-works/"
NOTICE = "Our emails to you are coming back."
ANNA, PASSWORD = "anna@example.com", "correct horse battery"


@pytest.fixture
def anna(client: Client) -> User:
    user = User.objects.create_user(ANNA, PASSWORD)
    client.force_login(user)
    return user


def told(delivery: Delivery, reason: str = "") -> None:
    row = outbox.enqueue(password_reset, to=ANNA)
    OutboxLetter.objects.filter(pk=row.pk).update(
        state=State.SENT, due_at=None, delivery=delivery, delivery_at=timezone.now(), reason=reason
    )


def test_an_account_whose_email_arrives_says_nothing(client: Client, anna: User) -> None:
    assert NOTICE not in client.get(ACCOUNT).text
    told(Delivery.BOUNCED, "mailbox_full")
    told(Delivery.DELIVERED)
    assert NOTICE not in client.get(ACCOUNT).text


def test_a_suppressed_address_is_told_with_its_cause_and_the_ways_on(client: Client, anna: User) -> None:
    Suppression.add(ANNA, "no_such_mailbox", "550 5.1.1 No such user")
    page = client.get(ACCOUNT).text
    assert NOTICE in page
    assert "mailbox does not exist" in page
    assert 'href="/users/email-change/"' in page
    assert f'action="{WORKS}"' in page


def test_so_is_one_whose_newest_email_came_back(client: Client, anna: User) -> None:
    told(Delivery.DELIVERED)
    told(Delivery.BOUNCED, "mailbox_full")
    assert "mailbox is full" in client.get(ACCOUNT).text


def test_the_owner_may_say_that_the_mailbox_works(client: Client, anna: User) -> None:
    Suppression.add(ANNA, "no_such_mailbox", "")
    told(Delivery.BOUNCED, "no_such_mailbox")
    assert NOTICE not in client.post(WORKS, follow=True).text
    assert not Suppression.objects.exists()
    told(Delivery.BOUNCED, "no_such_mailbox")
    assert NOTICE in client.get(ACCOUNT).text


def test_nobody_else_is_told_and_nobody_else_may_say_so(client: Client) -> None:
    User.objects.create_user(ANNA, PASSWORD)
    Suppression.add(ANNA, "no_such_mailbox", "")
    assert client.get(WORKS).status_code in {302, 405}
    assert client.post(WORKS).status_code == 302
    assert Suppression.objects.count() == 1
    for page in ("/users/password-reset/", "/users/sign-in/", "/"):
        assert NOTICE not in client.get(page, follow=True).text
