"""How long a link lives, what ends it, and what its address and cookie give away."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection
from django.test import Client
from django.utils import timezone

from users.models import SecurityEvent, User
from users.reset_link import token_generator
from users.tests.reset import (
    EMAIL,
    NEW_PASSWORD,
    PASSWORD,
    ask_for_link,
    make_account,
    opens,
    set_password,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_account()


@pytest.fixture
def link(user: User) -> str:
    return ask_for_link(Client())


def sign_in(user: User) -> None:
    Client().post("/users/login/", {"username": user.email, "password": PASSWORD})


def change_password(user: User) -> None:
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(last_login=None)  # so that it is not the sign-in that ends the link
    client.post(
        "/users/password-change/",
        {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    )


def change_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="other@cinemahub.example")


def deactivate(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def delete(user: User) -> None:
    user.delete()


ENDS = [sign_in, change_password, change_address, deactivate, delete]


@pytest.mark.parametrize("end", ENDS)
def test_a_link_is_dead_after(end: Callable[[User], None], user: User, link: str) -> None:
    assert opens(Client(), link)
    end(user)
    assert not opens(Client(), link)


@pytest.mark.parametrize("end", ENDS)
def test_a_form_that_is_open_already_is_dead_after(end: Callable[[User], None], user: User, link: str) -> None:
    client = Client()
    form = client.get(link, follow=True).request["PATH_INFO"]
    end(user)
    hashes = list(User.objects.values_list("password"))
    answer = client.post(form, {"new_password1": "another seat", "new_password2": "another seat"})
    assert answer.status_code == 200
    assert "new_password1" not in answer.content.decode()
    assert list(User.objects.values_list("password")) == hashes


def test_a_link_is_dead_after_its_use(link: str) -> None:
    assert set_password(client := Client(), link)
    assert not opens(client, link)
    assert not opens(Client(), link)


def test_a_link_lives_for_an_hour(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = PasswordResetTokenGenerator()._now()
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: now + timedelta(minutes=59))
    assert opens(Client(), link)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: now + timedelta(minutes=61))
    assert not opens(Client(), link)


def test_scanners_do_not_use_up_a_link(link: str) -> None:
    scanner = Client()
    for _ in range(10):
        scanner.head(link, follow=True)
        scanner.get(link, follow=True)
    assert set_password(Client(), link)


def test_scanners_leave_no_session_behind(link: str) -> None:
    client = Client()
    client.get(link, follow=True)
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_the_page_of_the_form_gives_no_token_away(link: str) -> None:
    client = Client()
    token = link.split("/")[-2]
    moved = client.get(link)
    form = client.get(moved["Location"])
    assert token not in moved["Location"] + form.content.decode()
    assert "no-store" in form["Cache-Control"]
    assert "no-store" in moved["Cache-Control"]
    assert form["Referrer-Policy"] == "same-origin"


def test_the_token_lies_in_no_table(link: str) -> None:
    Client().get(link, follow=True)
    token, rows = link.split("/")[-2], list[str]()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += map(str, cursor.fetchall())
    assert any(EMAIL in row for row in rows)
    assert not any(token in row for row in rows)


def test_the_cookie_of_the_link_is_kept_from_scripts_and_other_sites(link: str) -> None:
    client = Client()
    client.get(link)
    cookie = client.cookies[settings.RESET_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == settings.PASSWORD_RESET_TIMEOUT


def test_the_cookie_that_is_left_opens_nothing_and_shows_what_was_done(link: str) -> None:
    client = Client()
    assert set_password(client, link)
    uid = link.split("/")[-3]
    again = client.get(f"/users/password-reset/{uid}/set-password/")
    assert again["Location"] == "/users/password-reset/complete/"
    SecurityEvent.objects.update(at=timezone.now() - timedelta(hours=1))
    assert "already been used" in client.get(f"/users/password-reset/{uid}/set-password/").content.decode()


def test_no_token_looks_like_the_address_of_a_bitcoin_wallet(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """SpamAssassin, __BITCOIN_ID; as 1.7 of 100 would."""
    wallet, other = "d6abcd-1" + "f" * 31, "d6abcc-0" + "f" * 31
    made = iter([wallet, wallet.replace("-1", "-3"), other])
    monkeypatch.setattr(PasswordResetTokenGenerator, "_make_token_with_timestamp", lambda *of_user: next(made))
    assert token_generator.make_token(user) == other


def test_a_token_made_a_second_earlier_opens_its_link(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_generator.make_token(user)
    monkeypatch.setattr("users.reset_link.LIKE_BITCOIN", re.compile(re.escape(token)))
    earlier = token_generator.make_token(user)
    assert earlier != token
    assert token_generator.check_token(user, earlier)
