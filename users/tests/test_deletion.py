"""An account that had other addresses is deleted: they are forgotten as well, and hear of it while they may undo."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.purge import purge
from users.models import EventKind, SecurityEvent, User
from users.tests.mailbox import fetch, fetch_one, path_in

OLD, NEW, OTHER = "anna@example.com", "anna@example.net", "bert@example.org"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(User.objects.create_user(OLD, PASSWORD))
    return client


def change_address(client: Client) -> None:
    client.post("/users/email-change/", {"email": NEW, "password": PASSWORD})
    client.post(path_in(fetch_one(NEW), "/users/email-change/confirm/"))
    assert User.objects.get(email=NEW)
    fetch()


def delete(client: Client) -> None:
    assert client.post("/users/account/delete/", {"password": PASSWORD}).status_code == 302
    assert not User.objects.filter(email__in=[OLD, NEW]).exists()


def test_no_letter_to_an_earlier_address_is_left(client: Client) -> None:
    Client().post("/users/password-reset/", {"email": OLD})
    change_address(client)
    assert OutboxLetter.objects.filter(address=OLD).count() == 3
    delete(client)
    fetch()
    purge()
    assert not OutboxLetter.objects.exists()


def test_no_letter_to_an_address_that_was_only_asked_for_is_left(client: Client) -> None:
    for address in (NEW, OTHER):
        client.post("/users/email-change/", {"email": address, "password": PASSWORD})
    delete(client)
    assert {row.address for row in OutboxLetter.objects.all()} == {OLD}


def test_the_earlier_address_hears_of_it_while_it_could_undo_the_change(client: Client) -> None:
    change_address(client)
    delete(client)
    goodbyes = fetch()
    assert sorted(letter.to[0] for letter in goodbyes) == [OLD, NEW]
    assert all(letter.subject.startswith("Your account") for letter in goodbyes)


def test_afterwards_it_hears_nothing(client: Client) -> None:
    change_address(client)
    SecurityEvent.objects.filter(kind=EventKind.ADDRESS_CHANGED).update(at=timezone.now() - timedelta(days=8))
    delete(client)
    assert [letter.to for letter in fetch()] == [[NEW]]


def test_letters_of_who_has_the_address_now_stay(client: Client) -> None:
    User.objects.create_user(OTHER, PASSWORD)
    Client().post("/users/password-reset/", {"email": OTHER})
    client.post("/users/email-change/", {"email": OTHER, "password": PASSWORD})
    delete(client)
    assert [row.kind for row in OutboxLetter.objects.filter(address=OTHER)] == ["password_reset"]
