"""A thief with the password and an open session changes the address; the owner has the account in the end."""

import pytest
from django.test import Client

from users.models import User
from users.tests.mailbox import fetch, fetch_one, path_in
from users.tests.reset import PASSWORD, make_account

OWNER, THIEF = "mike@cinemahub.example", "thief@evil.example"

pytestmark = pytest.mark.django_db


@pytest.fixture
def thief() -> Client:
    client = Client()
    client.force_login(make_account(OWNER))
    return client


def change(client: Client, old: str, new: str) -> str:
    """Change the address, and return the path that undoes it."""
    assert client.post("/users/email-change/", {"email": new, "password": PASSWORD}).status_code == 302
    client.post(path_in(fetch_one(new), "/users/email-change/confirm/"))
    return path_in(fetch_one(old), "/users/email-change/undo/")


def address() -> str:
    return User.objects.get().email


def test_later_links_of_the_thief_are_dead_once_the_owner_has_undone(thief: Client) -> None:
    owners = change(thief, OWNER, THIEF)
    thiefs = change(thief, THIEF, f"second-{THIEF}")
    Client().post(owners)
    assert address() == OWNER
    assert "does not work" in Client().get(thiefs, headers={"accept-language": "en"}).content.decode()
    Client().post(thiefs)
    assert address() == OWNER


def test_the_owners_link_works_after_the_thief_used_a_later_one(thief: Client) -> None:
    owners = change(thief, OWNER, THIEF)
    Client().post(change(thief, THIEF, f"second-{THIEF}"))
    assert address() == THIEF
    Client().post(owners)
    assert address() == OWNER


def test_a_sign_up_with_the_old_address_does_not_keep_the_owner_out(thief: Client) -> None:
    owners = change(thief, OWNER, THIEF)
    fields = {"email": OWNER, "password1": "a seat by the exit", "password2": "a seat by the exit"}
    assert Client().post("/users/signup/", fields).status_code == 302
    fetch()
    Client().post(owners)
    assert address() == OWNER


def test_who_has_confirmed_the_old_address_since_keeps_it(thief: Client) -> None:
    owners = change(thief, OWNER, THIEF)
    make_account(OWNER)
    answer = Client().post(owners, headers={"accept-language": "en"})
    assert "does not work" in answer.content.decode()
    assert User.objects.count() == 2


def test_a_second_use_is_harmless_and_a_later_change_can_be_undone(thief: Client) -> None:
    owners = change(thief, OWNER, THIEF)
    for _ in range(2):
        assert Client().post(owners)["Location"] == "/users/account/address-restored/"
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()
    owner = Client()
    owner.force_login(user)
    fetch()
    undo = change(owner, OWNER, "new@cinemahub.example")
    Client().post(undo)
    assert address() == OWNER
