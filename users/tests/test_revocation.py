"""Whatever an old password or a stranger has set in motion ends when the owner says so."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from users.models import Session, User
from users.tests.mailbox import fetch, fetch_one, path_in
from users.tests.reset import NEW_PASSWORD, PASSWORD, ask_for_link, make_account, opens, set_password

OWNER, THIEFS = "mike@cinemahub.example", "thief@evil.example"

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Client:
    """The owner's browser, signed in with the password that somebody else knows, too."""
    make_account(OWNER)
    return signed_in()


def signed_in(password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/users/login/", {"username": OWNER, "password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/users/account/").status_code == 200


def reset(owner: Client) -> None:
    assert set_password(owner, ask_for_link(owner, OWNER))


def change_password(owner: Client) -> None:
    fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert owner.post("/users/password-change/", fields).status_code == 302


def end_sessions(owner: Client) -> None:
    assert owner.post("/users/account/sessions/end/").status_code == 302


def stop_the_change(owner: Client) -> None:
    (letter,) = (letter for letter in mail.outbox if letter.subject.startswith("Email change requested"))
    assert owner.post(path_in(letter, "/users/email-change/stop/")).status_code == 302


def set_by_a_command(owner: Client) -> None:
    user = User.objects.get()
    user.set_password(NEW_PASSWORD)
    user.save()


def written_to_the_database(owner: Client) -> None:
    user = User.objects.get()
    user.set_password(NEW_PASSWORD)
    User.objects.update(password=user.password)


def deactivated_for_a_while(owner: Client) -> None:
    for is_active in (False, True):
        user = User.objects.get()
        user.is_active = is_active
        user.save()


def address_changed_by_staff(owner: Client) -> None:
    user = User.objects.get()
    user.email = "new@cinemahub.example"
    user.save()


ENDS = [
    *(reset, change_password, end_sessions, stop_the_change, set_by_a_command, written_to_the_database),
    *(deactivated_for_a_while, address_changed_by_staff),
]


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_a_pending_address_sessions_and_known_browsers(owner: Client, end: Callable[[Client], None]) -> None:
    thief = signed_in()
    fetch()
    thief.post("/users/email-change/", {"email": THIEFS, "password": PASSWORD})
    confirm = path_in(fetch_one(THIEFS), "/users/email-change/confirm/")
    end(owner)

    user = User.objects.get()
    assert user.pending_address == ""
    assert "does not work" in Client().post(confirm).content.decode()
    assert User.objects.get().email != THIEFS
    assert not is_signed_in(thief)
    alive = 1 if end in {change_password, end_sessions} else 0
    assert Session.objects.of(User.objects.get()).count() == alive  # what the owner's list shows

    user.set_password(PASSWORD)  # the thief learns the new one, or it is the same
    user.email = OWNER
    user.save()
    fetch()
    thief.post("/users/login/", {"username": OWNER, "password": PASSWORD})
    assert is_signed_in(thief)
    assert fetch_one(OWNER).subject.startswith("New sign-in")


@pytest.mark.parametrize("end", [change_password, end_sessions, reset])
def test_the_owners_own_browser_goes_on_and_stays_known(owner: Client, end: Callable[[Client], None]) -> None:
    fetch()
    end(owner)
    if end is not reset:
        assert is_signed_in(owner)
        owner.post("/users/logout/")
    fetch()
    owner.post("/users/login/", {"username": OWNER, "password": PASSWORD if end is end_sessions else NEW_PASSWORD})
    assert is_signed_in(owner)
    assert fetch() == []


@pytest.mark.parametrize("end", [change_password, end_sessions, deactivated_for_a_while, address_changed_by_staff])
def test_it_ends_a_reset_link_that_lies_in_a_mailbox(owner: Client, end: Callable[[Client], None]) -> None:
    fetch()
    link = ask_for_link(Client(), OWNER)
    User.objects.update(last_login=None)
    end(owner)
    assert not opens(Client(), link)


def test_the_command_that_changes_passwords_ends_it_too(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "django.contrib.auth.management.commands.changepassword.Command._get_pass"
    monkeypatch.setattr(name, lambda *args: NEW_PASSWORD)
    call_command("changepassword", OWNER)
    assert not is_signed_in(owner)
    assert not Session.objects.of(User.objects.get()).exists()


def test_a_move_of_the_key_ends_nothing(owner: Client, settings: Settings) -> None:
    owner.post("/users/email-change/", {"email": THIEFS, "password": PASSWORD})
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 5
    assert User.objects.get().pending_address == THIEFS
    assert Session.objects.of(User.objects.get()).count() == 1
    assert is_signed_in(owner)
    fetch()
    owner.post("/users/logout/")
    owner.post("/users/login/", {"username": OWNER, "password": PASSWORD})
    assert fetch() == []  # the browser is known still


def test_the_key_of_another_time_is_never_used_again(owner: Client) -> None:
    seen = {User.objects.get().access_key}
    for _ in range(3):
        user = User.objects.get()
        user.revoke()
        seen.add(user.access_key)
    assert len(seen) == 4
