"""Signing up: the same pages, rows and work, whether the address has an account or not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.signals import day_passed
from users.models import SecurityEvent, Session, SignUp, User
from users.tests.mailbox import fetch, fetch_one
from users.tests.visitor import PASSWORD, confirmation_path, same_browser, sign_in, sign_up, without_secrets

TAKEN, FREE = "anna@example.com", "bert@example.com"

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user(TAKEN, "the password of anna")


def test_signing_up_makes_no_account_and_no_session(client: Client) -> None:
    sign_up(client)
    assert not User.objects.exists()
    assert not Session.objects.exists()
    assert not SecurityEvent.objects.exists()
    assert SignUp.objects.count() == OutboxLetter.objects.count() == 1


def test_a_taken_address_gets_the_same_pages_cookies_rows_and_queries(anna: User) -> None:
    seen: list[Any] = []
    for address in (TAKEN, FREE):
        visitor = Client()
        visitor.get("/users/signup/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sign_up(visitor, address)
        done = visitor.get("/users/signup/done/")
        page = without_secrets(done.content.decode()).replace(address, "-")
        rows = SignUp.objects.filter(address=address).values("language", "user").get()
        letters = OutboxLetter.objects.filter(address=address).values("kind", "state", "language").get()
        statements = [query["sql"].split()[0] for query in queries.captured_queries]
        seen.append((page, visitor.cookies.keys(), rows, letters, statements))
    assert seen[0] == seen[1]


def test_a_password_is_hashed_once_for_any_address(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    real = Argon2PasswordHasher.encode

    def encode(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    for address in (TAKEN, FREE):
        hashed.clear()
        sign_up(Client(), address)
        assert len(hashed) == 1


def test_the_owner_of_a_taken_address_is_told_and_gets_no_link(anna: User) -> None:
    sign_up(Client(), TAKEN.upper())
    letter = fetch_one(TAKEN)
    assert letter.subject.startswith("You already have an account")
    assert "/users/confirm-email/" not in str(letter.body)
    assert User.objects.get().check_password("the password of anna")


def test_whether_there_is_an_account_is_found_out_when_the_email_leaves(client: Client) -> None:
    sign_up(client, TAKEN)
    User.objects.create_user(TAKEN, PASSWORD)
    assert fetch_one(TAKEN).subject.startswith("You already have an account")


def test_a_closed_account_hears_nothing(anna: User) -> None:
    User.objects.update(is_active=False)
    sign_up(Client(), TAKEN)
    assert fetch() == []


@pytest.mark.parametrize("address", [TAKEN, FREE])
def test_signing_in_before_the_address_is_confirmed_looks_like_any_failure(anna: User, address: str) -> None:
    sign_up(Client(), address)
    pages = []
    for typed, password in ((address, PASSWORD), ("nobody@example.com", PASSWORD)):
        page = Client().post("/users/login/", {"username": typed, "password": password})
        pages.append(without_secrets(page.content.decode()).replace(typed, "-"))
    assert "Incorrect email or password." in pages[0]
    assert pages[0] == pages[1]


def test_every_failed_sign_in_costs_the_same(anna: User) -> None:
    seen = []
    for address in (TAKEN, FREE):
        sign_up(Client(), address)
        with CaptureQueriesContext(connection) as queries:
            assert sign_in(Client(), address, "wrong") == "200"
        seen.append([re.sub(r"s\d+_x\d+|NULL|'[^']*'|\d+", "-", query["sql"]) for query in queries.captured_queries])
    assert seen[0] == seen[1]


def test_a_newer_sign_up_ends_an_older_one_of_another_browser(client: Client) -> None:
    sign_up(client)
    older = confirmation_path()
    sign_up(Client(), password="another horse")
    newer = confirmation_path()
    assert "A newer email has replaced it" in client.post(older).content.decode()
    assert not User.objects.exists()
    assert "Did you sign up here" in client.get(newer).content.decode()
    assert SignUp.objects.count() == 1


def test_the_same_browser_again_keeps_its_link_and_brings_the_newest_password(client: Client) -> None:
    sign_up(client)
    path = confirmation_path()
    sign_up(client, password="another horse")
    assert fetch() == []  # the first email went a moment ago
    client.post(path)
    assert User.objects.get().check_password("another horse")


def test_a_form_sent_twice_brings_one_email(client: Client) -> None:
    client.get("/users/signup/")
    twice = same_browser(client)
    sign_up(client)
    sign_up(twice)
    assert len(fetch()) == 1


def test_the_email_can_be_sent_again_from_the_page_after_a_pause(anna: User) -> None:
    seen = []
    for address in (TAKEN, FREE):
        visitor = Client()
        sign_up(visitor, address)
        assert len(fetch(address)) == 1
        page = visitor.get("/users/signup/done/").content.decode()
        assert "You can resend it in" in page
        early = visitor.post("/users/signup/done/", follow=True)
        assert "too early to resend" in early.content.decode()
        assert fetch() == []
        SignUp.objects.update(emailed_at=timezone.now() - timedelta(minutes=4))
        page = visitor.get("/users/signup/done/").content.decode()
        assert "You can resend it in" not in page
        answer = visitor.post("/users/signup/done/", follow=True)
        assert "We&#x27;ve sent the email again." in answer.content.decode()
        assert len(fetch(address)) == 1
        seen.append(without_secrets(page).replace(address, "-"))
    assert seen[0] == seen[1]


def test_nobody_has_a_strangers_email_sent_again() -> None:
    sign_up(Client())
    fetch()
    SignUp.objects.update(emailed_at=None)
    stranger = Client()
    page = stranger.get("/users/signup/done/").content.decode()
    assert "anna@example.com" not in page
    assert "Resend" not in page
    stranger.cookies["signup"] = ""
    stranger.post("/users/signup/done/")
    assert fetch() == []


@pytest.mark.parametrize("cookie", ["", "x" * 4000, "\0", "%", "a b"])
def test_a_cookie_that_the_site_has_not_given_is_replaced(client: Client, cookie: str) -> None:
    client.cookies["signup"] = cookie
    sign_up(client)
    assert len(client.cookies["signup"].value) == 22


def test_sign_ups_are_forgotten_and_accounts_are_not(client: Client) -> None:
    sign_up(client)
    SignUp.objects.update(at=timezone.now() - timedelta(days=5))
    day_passed.send(sender=None)
    assert SignUp.objects.count() == 1  # the email may have waited three days, and its link lives for three more
    client.post(confirmation_path())
    SignUp.objects.update(at=timezone.now() - timedelta(days=7))
    day_passed.send(sender=None)
    assert not SignUp.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["a@b\nc.example", "anna@example.com\0", "a@x.example,b@x.example", "a" * 1_000_000 + "@example.com"]
)
def test_a_bad_address_is_a_form_error_and_no_letter(client: Client, address: str) -> None:
    response = client.post("/users/signup/", {"email": address, "password1": PASSWORD, "password2": PASSWORD})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert not OutboxLetter.objects.exists()


def test_an_error_stands_beside_its_field_and_takes_the_cursor(client: Client) -> None:
    form = {"email": "anna@example.com", "password1": "short", "password2": "short"}
    page = client.post("/users/signup/", form).context["form"]
    assert set(page.errors) == {"password1"}
    assert [name for name, field in page.fields.items() if field.widget.attrs.get("autofocus")] == ["password1"]


def test_the_own_address_is_no_password(client: Client) -> None:
    form = {"email": "anna.bauer@example.com", "password1": "anna.bauer@example", "password2": "anna.bauer@example"}
    assert set(client.post("/users/signup/", form).context["form"].errors) == {"password1"}
