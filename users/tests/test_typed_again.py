"""Whoever must wait gets back the form with what was typed, but for passwords, and is told how long."""

from collections.abc import Callable

import pytest
from django.test import Client

from users import hashers
from users.models import User
from users.tests.reset import EMAIL, PASSWORD, make_account
from users.tests.visitor import sign_in

SECRET = "a secret that is typed"

pytestmark = pytest.mark.django_db


def flood(path: str, **fields: str) -> Callable[[Client], str]:
    def send(client: Client) -> str:
        answer = client.post(path, fields)
        for _ in range(70):
            if answer.status_code == 429:
                break
            answer = client.post(path, fields)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.content.decode()

    return send


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("users.limit_middleware.PAUSE_SECONDS", 0)


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize(
    "send",
    [
        flood("/users/login/", username=EMAIL, password=SECRET),
        flood("/users/signup/", email=EMAIL, password1=SECRET, password2=SECRET),
        flood("/users/password-reset/", email=EMAIL),
    ],
    ids=["sign in", "sign up", "reset"],
)
def test_the_form_comes_back_with_the_address_and_without_passwords(send: Callable[[Client], str]) -> None:
    page = send(Client())
    assert f'value="{EMAIL}"' in page
    assert SECRET not in page
    assert "Too many attempts" in page
    assert 'href="/users/password-reset/"' in page
    assert "<title>Error: " in page


def test_a_new_address_is_kept_when_the_password_was_guessed_too_often(client: Client) -> None:
    client.force_login(make_account())
    page = flood("/users/email-change/", email="new@example.com", password=SECRET)(client)
    assert 'value="new@example.com"' in page
    assert SECRET not in page


def test_a_megabyte_does_not_come_back(client: Client) -> None:
    for _ in range(5):
        sign_in(client, EMAIL, "wrong")
    answer = client.post("/users/login/", {"username": EMAIL, "password": "wrong", "next": "x" * 100_000})
    assert answer.status_code == 429
    assert len(answer.content) < 20_000


def test_who_meets_a_crowd_keeps_the_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_account()

    def busy(*args: object) -> None:
        raise hashers.HashingBusyError

    monkeypatch.setattr(User, "check_password", busy)
    answer = client.post("/users/login/", {"username": EMAIL, "password": PASSWORD})
    assert answer.status_code == 503
    assert f'value="{EMAIL}"' in answer.content.decode()
    assert "Please try again in a few seconds" in answer.content.decode()


def test_each_error_is_a_link_to_its_field(client: Client) -> None:
    form = {"email": "anna@example", "password1": "short", "password2": "short"}
    page = client.post("/users/signup/", form).content.decode()
    assert '<a href="#id_email">Email address: Enter a valid email address.</a>' in page
    assert page.count('<li><a href="#id_password1">Password: ') >= 1


def test_no_two_buttons_that_show_a_password_have_one_name(client: Client) -> None:
    client.force_login(make_account())
    page = client.get("/users/password-change/").content.decode()
    for name in ("old_password", "new_password1", "new_password2"):
        assert f'aria-labelledby="id_{name}_show id_{name}_label"' in page
    assert page.count('aria-pressed="false"') == 3


def test_the_label_of_an_address_is_the_same_everywhere(client: Client) -> None:
    for path, name in (("login", "username"), ("signup", "email"), ("password-reset", "email")):
        assert str(client.get(f"/users/{path}/").context["form"][name].label) == "Email address"
