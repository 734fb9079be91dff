"""A form that is refused says the true reason."""

import re

import pytest
from django.test import Client

from users.models import User
from users.tests.mailbox import fetch_one, path_in

CREDENTIALS = {"username": "anna@example.com", "password": "correct horse battery"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    User.objects.create_user("anna@example.com", "correct horse battery")
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


def token(client: Client, path: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(path).content.decode())
    assert found
    return {"csrfmiddlewaretoken": found[1]}


def test_a_browser_without_cookies_is_told_so(client: Client) -> None:
    page = client.post("/users/login/", CREDENTIALS)
    assert page.status_code == 403
    assert "Your browser sent no cookies." in page.content.decode()


def test_a_form_from_before_a_sign_in_in_another_tab_is_told_so(client: Client) -> None:
    old = token(client, "/users/password-reset/")
    assert client.post("/users/login/", CREDENTIALS | token(client, "/users/login/")).status_code == 302
    page = client.post("/users/password-reset/", {"email": "anna@example.com"} | old)
    assert page.status_code == 403
    assert "You signed in or out in another tab" in page.content.decode()


def test_a_second_sign_in_after_another_tabs_shows_who_is_signed_in(client: Client) -> None:
    old = token(client, "/users/login/")
    assert client.post("/users/login/", CREDENTIALS | old).status_code == 302
    page = client.post("/users/login/", CREDENTIALS | old)
    assert page.status_code == 403
    assert "signed in as anna@example.com" in page.content.decode()
    assert 'href="/users/account/"' in page.content.decode()


def test_a_form_of_another_site_is_told_nothing_of_tabs_and_cookies(client: Client) -> None:
    fields = CREDENTIALS | token(client, "/users/login/")
    page = client.post("/users/login/", fields, headers={"origin": "https://evil.example"})
    assert page.status_code == 403
    assert "was not sent from this site" in page.content.decode()


def test_a_second_press_of_a_button_that_signs_in_leads_to_the_account(client: Client) -> None:
    password = {"password1": "front row, left side", "password2": "front row, left side"}
    fields = {"email": "bert@example.com", **password, **token(client, "/users/signup/")}
    client.post("/users/signup/", fields)
    link = path_in(fetch_one("bert@example.com"), "/users/confirm-email/")
    old = token(client, link)
    for _ in range(2):
        assert client.post(link, old)["Location"] == "/users/account/"
    assert Client(enforce_csrf_checks=True).post(link, old).status_code == 403
