import time
from datetime import timedelta

import pytest
from django.test import Client

from cinemahub.mail.models import OutboxLetter
from users.models import User
from users.tests.mailbox import fetch
from users.tests.visitor import PASSWORD, confirmation_path, sign_up, without_secrets

pytestmark = pytest.mark.django_db


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
    assert without_secrets(pages[0]).replace("Anna@example.com", "bert@example.com") == without_secrets(pages[1])
    assert known.cookies.keys() == unknown.cookies.keys()
    (letter,) = fetch("anna@example.com") or fetch("Anna@Example.com")
    assert letter.subject.startswith("You already have an account")
    assert User.objects.filter(email__iexact="anna@example.com").count() == 1


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
