"""What a password may be, and what happens when there is a new one."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from users.models import User
from users.tests.mailbox import fetch, fetch_one
from users.tests.reset import (
    EMAIL,
    NEW_PASSWORD,
    PASSWORD,
    ask,
    ask_for_link,
    make_account,
    set_password,
)

SENTENCE = "Three frogs went by train to the sea, and everybody on board sang until it was dark outside. The end"
CYRILLIC = "\u0434\u0432\u0430 \u0431\u0438\u043b\u0435\u0442\u0430"

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> str:
    make_account()
    return ask_for_link(Client())


@pytest.mark.parametrize(
    "password",
    ["ten chars.", SENTENCE[:64], SENTENCE * 10, "  spaces around  ", CYRILLIC, "\U0001f3ac popcorn \U0001f37f row"],
    ids=["ten", "64", "1000", "spaces", "cyrillic", "emoji"],
)
def test_a_password_that_is_taken_opens_the_account(password: str, link: str) -> None:
    assert set_password(Client(), link, password)
    answer = Client().post("/users/login/", {"username": EMAIL, "password": password})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "password",
    ["nine char", "1234567890", "password123", "QWERTYUIOP", EMAIL, EMAIL.upper(), "mike@cinemahub", "", "x" * 1001],
)
def test_a_password_that_is_refused_leaves_the_link_alive(password: str, link: str) -> None:
    assert not set_password(Client(), link, password)
    assert User.objects.get().check_password(PASSWORD)
    assert set_password(Client(), link)


def test_two_different_passwords_are_refused(link: str) -> None:
    client = Client()
    form = client.get(link)["Location"]
    answer = client.post(form, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD + "."})
    assert answer.status_code == 200
    assert NEW_PASSWORD not in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/users/login/", "/users/password-change/", "/admin/login/"])
def test_a_megabyte_is_not_hashed(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_account(is_staff=True)
    client = Client()
    if path == "/users/password-change/":
        client.force_login(user)
    monkeypatch.setattr(User, "check_password", refuse_to_hash)
    monkeypatch.setattr(User, "set_password", refuse_to_hash)
    fields = ["password", "old_password", "new_password1", "new_password2"]
    client.post(path, dict.fromkeys(fields, "x" * 500_000) | {"username": EMAIL})


def test_a_megabyte_after_a_link_is_not_hashed(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "set_password", refuse_to_hash)
    assert not set_password(Client(), link, "x" * 1_000_000)


def refuse_to_hash(user: User, password: str) -> bool:
    raise AssertionError(len(password))


def test_a_new_password_ends_every_session_and_starts_none() -> None:
    user, phone, browser = make_account(), Client(), Client()
    for client in (phone, browser):
        client.force_login(user)
        assert client.get("/users/account/").status_code == 200
    assert set_password(browser, ask_for_link(Client()))
    for client in (phone, browser):
        assert client.get("/users/account/").status_code == 302
    assert browser.get("/users/password-reset/complete/").status_code == 200


def test_a_link_followed_by_somebody_else_leaves_them_signed_in_as_who_they_are(link: str) -> None:
    somebody = make_account("somebody@cinemahub.example")
    client = Client()
    client.force_login(somebody)
    assert set_password(client, link)
    assert "somebody@cinemahub.example" in client.get("/users/account/").content.decode()
    assert not User.objects.get(pk=somebody.pk).check_password(NEW_PASSWORD)
    assert User.objects.get(email=EMAIL).check_password(NEW_PASSWORD)


def test_the_owner_is_told_without_secrets(link: str) -> None:
    fetch()
    assert set_password(Client(), link)
    letter = fetch_one(EMAIL)
    assert letter.to == [EMAIL]
    assert f"{settings.SITE_URL}/users/password-reset/" in letter.body
    said = str(letter.message())
    for secret in (NEW_PASSWORD, PASSWORD, link, link.split("/")[-2], User.objects.get().password):
        assert secret not in said


def test_the_owner_is_told_of_a_change_too() -> None:
    client = Client()
    client.force_login(make_account())
    fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post("/users/password-change/", fields).status_code == 302
    assert [letter.to for letter in fetch()] == [[EMAIL]]
    assert client.get("/users/account/").status_code == 200


def test_nobody_is_told_of_a_password_that_was_refused(link: str) -> None:
    fetch()
    assert not set_password(Client(), link, "short")
    assert not fetch()


def test_an_account_without_a_password_gets_one() -> None:
    user = make_account(password=None)
    assert not user.has_usable_password()
    assert set_password(Client(), ask_for_link(Client()))
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_an_account_that_is_not_active_gets_no_letter(client: Client) -> None:
    make_account(is_active=False)
    ask(client)
    assert not fetch()


def test_passwords_are_kept_as_argon2_and_old_hashes_are_renewed(client: Client) -> None:
    user = make_account()
    assert user.password.startswith("argon2_nfkc$argon2id$")
    User.objects.filter(pk=user.pk).update(password=PBKDF2PasswordHasher().encode(PASSWORD, "salt", 1000))
    assert client.post("/users/login/", {"username": EMAIL, "password": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2_nfkc$")
