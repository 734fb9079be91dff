import time
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

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def sign_up(client: Client, address: str = "anna@example.com", password: str = PASSWORD, **more: str) -> None:
    form = {"email": address, "password1": password, "password2": password} | more
    response = client.post("/users/signup/", form)
    assert (response.status_code, response.headers.get("Location")) == (302, "/users/signup/done/"), response.context


def sign_in(client: Client, address: str = "anna@example.com", password: str = PASSWORD) -> str:
    response = client.post("/users/login/", {"username": address, "password": password})
    return str(response.headers.get("Location", response.status_code))


def confirmation_path(address: str = "anna@example.com") -> str:
    return path_in(fetch_one(address), "/users/confirm-email/")


def test_a_new_address_is_asked_to_confirm_and_then_signed_in(client: Client) -> None:
    sign_up(client)
    path = confirmation_path()
    assert "anna@example.com" in client.get(path).content.decode()
    assert client.post(path).headers["Location"] == "/users/account/"
    assert client.get("/users/account/").status_code == 200
    assert User.objects.get().is_confirmed


def test_a_taken_address_gets_the_same_pages_and_its_owner_a_letter(client: Client) -> None:
    User.objects.create_user("anna@example.com", PASSWORD)
    known, unknown = Client(), Client()
    sign_up(known, "Anna@Example.com")
    sign_up(unknown, "bert@example.com")
    pages = [c.get("/users/signup/done/").content.decode() for c in (known, unknown)]
    assert without_secrets(pages[0]).replace("Anna@Example.com", "bert@example.com") == without_secrets(pages[1])
    assert known.cookies.keys() == unknown.cookies.keys()
    (letter,) = fetch("anna@example.com") or fetch("Anna@Example.com")
    assert letter.subject.startswith("You already have an account")
    assert User.objects.filter(email__iexact="anna@example.com").count() == 1


def without_secrets(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_looking_at_the_link_confirms_nothing(client: Client) -> None:
    sign_up(client)
    path = confirmation_path()
    scanner = Client()
    for _ in range(20):
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
    assert not User.objects.get().is_confirmed


def test_another_browser_confirms_but_is_not_signed_in(client: Client) -> None:
    sign_up(client)
    other = Client()
    assert other.post(confirmation_path()).headers["Location"] == "/users/login/"
    assert User.objects.get().is_confirmed
    assert other.get("/users/account/").status_code == 302


def test_a_second_use_of_the_link_is_harmless(client: Client) -> None:
    sign_up(client)
    path = confirmation_path()
    client.post(path)
    confirmed_at = User.objects.get().email_confirmed_at
    client.post("/users/logout/")
    assert client.post(path).headers["Location"] == "/users/login/"
    assert client.get("/users/account/").status_code == 302
    assert User.objects.get().email_confirmed_at == confirmed_at


def test_the_link_lives_three_days(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_up(client)
    path = confirmation_path()
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=3, minutes=1).total_seconds())
    assert "does not work" in client.post(path).content.decode()
    assert not User.objects.get().is_confirmed


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "a" * 10_000])
def test_a_garbled_link_leads_to_a_new_one(client: Client, token: str) -> None:
    response = client.post(f"/users/confirm-email/{token}/")
    assert response.status_code == 200
    assert "does not work" in response.content.decode()


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


def test_a_mistyped_domain_gets_a_suggestion_and_no_refusal(client: Client) -> None:
    form = {"email": "anna@gmial.com", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/users/signup/", form)
    assert page.status_code == 200
    assert "anna@gmail.com" in page.content.decode()
    assert not User.objects.exists()
    sign_up(client, "anna@gmial.com", meant=str(page.context["form"]["meant"].value()))


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


def test_after_a_suggestion_the_address_stands_as_it_was_typed(client: Client) -> None:
    form = {"email": "anna@gmial.com", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/users/signup/", form)
    assert 'value="anna@gmial.com"' in page.content.decode()
