"""Between sign-up and confirmation: nobody gets in, and nobody learns whether the address was taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.signals import day_passed
from users.models import SignUp, User
from users.tests.mailbox import fetch, fetch_one, path_in
from users.tests.visitor import PASSWORD, confirmation_path, sign_in, sign_up, without_secrets

pytestmark = pytest.mark.django_db


def test_an_unconfirmed_account_cannot_sign_in_and_is_offered_the_letter_again(client: Client) -> None:
    sign_up(client)
    fetch()
    other = Client()
    assert sign_in(other) == "/users/confirm-email/again/"
    page = other.get("/users/confirm-email/again/")
    assert "You can ask for the letter again in" in page.content.decode()
    assert 170 < int(page.headers["Refresh"]) <= 181
    other.post("/users/confirm-email/again/")
    assert fetch() == []
    OutboxLetter.objects.update(created_at=timezone.now() - timedelta(minutes=4))
    assert "Send the letter again" in other.get("/users/confirm-email/again/").content.decode()
    other.post("/users/confirm-email/again/")
    assert len(fetch("anna@example.com")) == 1
    assert other.get("/users/account/").status_code == 302


def test_once_the_address_is_confirmed_the_page_leads_to_signing_in(client: Client) -> None:
    sign_up(client)
    other = Client()
    assert other.get(sign_in(other)).status_code == 200
    client.post(confirmation_path())
    assert other.get("/users/confirm-email/again/").headers["Location"] == "/users/login/"


def test_a_wrong_password_does_not_tell_that_an_account_is_unconfirmed(client: Client) -> None:
    sign_up(client)
    assert sign_in(Client(), password="wrong") == sign_in(Client(), "nobody@example.com", "wrong") == "200"


def test_signing_in_after_sign_up_tells_no_taken_address_from_a_free_one() -> None:
    User.objects.create_user("anna@example.com", "the password of anna")
    seen = []
    for address in ("anna@example.com", "bert@example.com"):
        sign_up(Client(), address)
        OutboxLetter.objects.update(created_at=timezone.now() - timedelta(minutes=4))
        visitor = Client()
        assert sign_in(visitor, address, "wrong") == "200"
        leads_to = sign_in(visitor, address)
        pages = [visitor.get(leads_to), visitor.post(leads_to, follow=True)]
        bare = [without_secrets(page.content.decode()).replace(address, "-") for page in pages]
        seen.append((leads_to, visitor.cookies.keys(), bare))
    assert seen[0] == seen[1]
    assert {row.kind for row in OutboxLetter.objects.filter(address="anna@example.com")} == {"already_registered"}
    assert {row.kind for row in OutboxLetter.objects.filter(address="bert@example.com")} == {"confirm_email"}


def test_who_signs_up_with_a_taken_address_gets_no_session_of_its_owner(client: Client) -> None:
    User.objects.create_user("anna@example.com", "the password of anna")
    sign_up(client)
    assert sign_in(client) == "/users/confirm-email/again/"
    assert client.get("/users/account/").status_code == 302
    assert sign_in(client, password="the password of anna") == "/users/account/"


def test_only_the_newest_sign_up_counts_before_the_address_is_confirmed(client: Client) -> None:
    User.objects.create_user("anna@example.com", "the password of anna")
    pages = []
    for address in ("anna@example.com", "bert@example.com"):
        sign_up(Client(), address)
        sign_up(Client(), address, "another horse")
        page = Client().post("/users/login/", {"username": address, "password": PASSWORD})
        pages.append(without_secrets(page.content.decode()).replace(address, "-"))
        assert sign_in(Client(), address, "another horse") == "/users/confirm-email/again/"
    assert "There is no account with this address and this password." in pages[0]
    assert pages[0] == pages[1]


def test_every_sign_in_that_fails_hashes_the_password_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("anna@example.com", "the password of anna")
    sign_up(Client(), "anna@example.com")
    sign_up(Client(), "bert@example.com")
    hashed = count_hashes(monkeypatch)
    for address in ("anna@example.com", "bert@example.com", "nobody@example.com"):
        for password in (PASSWORD, "wrong"):
            hashed.clear()
            sign_in(Client(), address, password)
            assert len(hashed) == 2, (address, password)


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with every password that is hashed, to compare it or for nothing."""
    hashed: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        real = getattr(Argon2PasswordHasher, name)

        def count(*args: Any) -> Any:
            hashed.append(name)
            return real(*args)

        return count

    for name in ("verify", "encode"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counted(name))
    return hashed


def test_what_was_chosen_at_sign_up_is_forgotten_with_the_account(client: Client) -> None:
    sign_up(client)
    assert SignUp.objects.count() == 1
    client.post(confirmation_path())
    assert not SignUp.objects.exists()
    sign_up(Client())
    client.post("/users/account/delete/", {"password": PASSWORD})
    assert not User.objects.exists()
    assert not SignUp.objects.exists()


def test_nobody_asks_for_the_letter_of_a_stranger(client: Client) -> None:
    assert client.get("/users/confirm-email/again/").headers["Location"] == "/users/login/"
    client.post("/users/confirm-email/again/")
    assert not OutboxLetter.objects.exists()


def test_a_finished_reset_confirms_the_address_too(client: Client) -> None:
    sign_up(client)
    fetch()
    client.post("/users/password-reset/", {"email": "anna@example.com"})
    path = path_in(fetch_one("anna@example.com"), "/users/password-reset/")
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"new_password1": "another horse", "new_password2": "another horse"})
    assert User.objects.get().is_confirmed
    assert sign_in(Client()) == "200"
    assert sign_in(client, password="another horse") == "/users/account/"


def test_accounts_that_nobody_confirmed_go_after_seven_days(client: Client) -> None:
    sign_up(client)
    User.objects.create_user("bert@example.com", PASSWORD)
    day_passed.send(sender=None)
    assert User.objects.count() == 2
    User.objects.update(date_joined=timezone.now() - timedelta(days=8))
    SignUp.objects.update(at=timezone.now() - timedelta(days=8))
    day_passed.send(sender=None)
    assert not SignUp.objects.exists()
    assert [user.email for user in User.objects.all()] == ["bert@example.com"]
