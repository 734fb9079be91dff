import time
from datetime import timedelta

import pytest
from django.test import Client

from cinemahub.mail.models import OutboxLetter
from users.models import EventKind, User
from users.tests.mailbox import fetch, fetch_one, path_in

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
OLD, NEW = "anna@example.com", "anna@new.example"


@pytest.fixture
def anna() -> User:
    return User.objects.create_user(OLD, PASSWORD)


@pytest.fixture
def signed_in(anna: User, client: Client) -> Client:
    client.force_login(anna)
    return client


def ask(client: Client, address: str = NEW, password: str = PASSWORD) -> int:
    return client.post("/users/email-change/", {"email": address, "password": password}).status_code


def change(client: Client, address: str = NEW) -> str:
    """Change the address, and return the path that undoes it."""
    ask(client, address)
    client.post(path_in(fetch_one(address), "/users/email-change/confirm/"))
    (notice,) = fetch()
    return path_in(notice, "/users/email-change/undo/")


def address() -> str:
    return User.objects.get().email


def test_the_new_address_counts_when_it_is_confirmed(signed_in: Client) -> None:
    assert ask(signed_in) == 302
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    assert address() == OLD
    assert NEW in signed_in.get(path).content.decode()
    assert address() == OLD
    assert signed_in.post(path).headers["Location"] == "/users/account/"
    assert address() == NEW
    assert signed_in.get("/users/account/").status_code == 200


def test_the_old_address_is_told_without_the_whole_new_one(signed_in: Client) -> None:
    ask(signed_in)
    signed_in.post(path_in(fetch_one(NEW), "/users/email-change/confirm/"))
    notice = fetch_one(OLD)
    assert "a***@new.example" in str(notice.body)
    assert NEW not in str(notice.body)


def test_a_wrong_password_asks_for_nothing(signed_in: Client) -> None:
    assert ask(signed_in, password="wrong") == 200
    assert not OutboxLetter.objects.exists()


def test_the_own_address_is_no_new_one(signed_in: Client) -> None:
    assert ask(signed_in, OLD.upper()) == 200


def test_a_link_that_a_newer_wish_replaced_does_nothing(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    ask(signed_in, "anna@newer.example")
    assert "does not work" in signed_in.post(path).content.decode()
    assert address() == OLD


def test_a_second_use_changes_nothing(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    signed_in.post(path)
    fetch()
    assert "does not work" in signed_in.post(path).content.decode()
    assert fetch() == []


def test_a_taken_address_is_not_told_and_its_owner_is(signed_in: Client) -> None:
    User.objects.create_user("bert@example.com", PASSWORD)
    assert ask(signed_in, "bert@example.com") == 302
    assert fetch_one("bert@example.com").subject.startswith("You already have an account")


def test_an_address_taken_meanwhile_is_refused_by_the_database(signed_in: Client) -> None:
    ask(signed_in)
    path = path_in(fetch_one(NEW), "/users/email-change/confirm/")
    User.objects.create_user(NEW.upper(), PASSWORD)
    assert "does not work" in signed_in.post(path).content.decode()
    assert User.objects.filter(email=OLD).exists()


def test_undoing_gives_the_account_back_ends_sessions_and_begins_a_reset(signed_in: Client) -> None:
    undo = change(signed_in)
    owner = Client()
    assert owner.get(undo).status_code == 200
    assert address() == NEW
    owner.post(undo)
    assert address() == OLD
    assert signed_in.get("/users/account/").status_code == 302
    assert not User.objects.get().has_usable_password()
    assert fetch_one(OLD).subject.startswith("Password reset")
    kinds = User.objects.get().security_events.order_by("-pk").values_list("kind", flat=True)
    assert kinds[0] == EventKind.ADDRESS_CHANGE_UNDONE


def test_undoing_works_after_a_change_of_password_and_of_address_again(signed_in: Client) -> None:
    undo = change(signed_in)
    new = {"old_password": PASSWORD, "new_password1": "stolen horse!", "new_password2": "stolen horse!"}
    assert signed_in.post("/users/password-change/", new).status_code == 302
    ask(signed_in, "thief@new.example", "stolen horse!")
    (_, letter) = sorted(fetch(), key=lambda message: "Confirm" in message.subject)
    signed_in.post(path_in(letter, "/users/email-change/confirm/"))
    assert address() == "thief@new.example"
    Client().post(undo)
    assert address() == OLD


@pytest.mark.parametrize(("days", "in_the_end"), [(6.9, OLD), (7.1, NEW)])
def test_undoing_works_for_seven_days(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch, days: float, in_the_end: str
) -> None:
    undo = change(signed_in)
    later = time.time() + timedelta(days=days).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    Client().post(undo)
    assert address() == in_the_end


def test_undoing_twice_changes_nothing_and_brings_another_reset_letter(signed_in: Client) -> None:
    undo = change(signed_in)
    Client().post(undo)
    fetch()
    password = User.objects.get().password
    Client().post(undo)
    assert User.objects.get().password == password
    assert [message.subject for message in fetch()] == ["Password reset on 127.0.0.1:8000"]


def test_a_reset_link_to_the_old_address_dies_with_the_change(signed_in: Client) -> None:
    Client().post("/users/password-reset/", {"email": OLD})
    path = path_in(fetch_one(OLD), "/users/password-reset/")
    change(signed_in)
    assert "does not work" in Client().get(path).content.decode()


def test_an_account_that_nobody_confirmed_gives_way(signed_in: Client) -> None:
    User.objects.create_user(NEW, PASSWORD, email_confirmed_at=None)
    ask(signed_in)
    signed_in.post(path_in(fetch_one(NEW), "/users/email-change/confirm/"))
    assert address() == NEW
