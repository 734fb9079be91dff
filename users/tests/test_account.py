import re
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from cinemahub.mail.models import OutboxLetter, Suppression
from cinemahub.mail.sending.purge import purge
from users.forms.account import AccountForm
from users.models import SecurityEvent, Session, User
from users.tests.mailbox import fetch, fetch_one

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
AGENTS = {
    "Firefox, Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mobile Safari, iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
}


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna@example.com", PASSWORD)


def sign_in(browser: str = "Firefox, Linux") -> Client:
    client = Client(headers={"user-agent": AGENTS[browser]})
    client.post("/users/login/", {"username": "anna@example.com", "password": PASSWORD})
    return client


def account(client: Client) -> str:
    return client.get("/users/account/").content.decode()


def test_sessions_are_listed_in_words_and_the_others_can_be_ended(anna: User) -> None:
    here, elsewhere = sign_in(), sign_in("Mobile Safari, iOS")
    assert "Mobile Safari, iOS" in account(here)
    here.post("/users/account/sessions/end/")
    assert elsewhere.get("/users/account/").status_code == 302
    assert here.get("/users/account/").status_code == 200
    assert Session.objects.of(User.objects.get()).count() == Session.objects.count() == 1


def test_ending_other_sessions_needs_a_post(anna: User) -> None:
    here, elsewhere = sign_in(), sign_in()
    assert here.get("/users/account/sessions/end/").status_code == 405
    assert elsewhere.get("/users/account/").status_code == 200


def test_a_stranger_sees_no_account_page(client: Client) -> None:
    for path in ("/users/account/", "/users/account/delete/", "/users/email-change/", "/users/password-change/"):
        assert client.get(path).headers["Location"] == f"/users/login/?next={path}"


def test_one_session_can_be_ended_and_the_others_go_on(anna: User) -> None:
    here, phone, tablet = sign_in(), sign_in("Mobile Safari, iOS"), sign_in()
    page = account(here)
    keys = re.findall(r'name="session" value="(\w+)"', page)
    assert len(keys) == 2
    (key,) = (row.session_key for row in Session.objects.filter(browser="Mobile Safari, iOS"))
    assert "That device is signed out." in end(here, session=key)
    assert phone.get("/users/account/").status_code == 302
    assert here.get("/users/account/").status_code == tablet.get("/users/account/").status_code == 200
    assert "One device signed out" in account(here)


def test_nobody_ends_the_session_of_somebody_else(anna: User) -> None:
    bert, here = Client(), sign_in()
    bert.force_login(User.objects.create_user("bert@example.com", PASSWORD))
    key = Session.objects.get(user_id=anna.pk).session_key
    for wrong in (key, "x" * 1000, "\0", ""):
        end(bert, session=wrong)
    assert here.get("/users/account/").status_code == 200


def end(client: Client, **fields: str) -> str:
    return client.post("/users/account/sessions/end/", fields, follow=True).content.decode()


def test_the_last_twenty_events_are_shown_and_only_the_own_ones(anna: User) -> None:
    client = sign_in()
    bert = User.objects.create_user("bert@example.com", PASSWORD)
    SecurityEvent.objects.create(user=bert, kind="address_changed")
    for _ in range(25):
        SecurityEvent.objects.create(user=anna, kind="password_changed")
    page = account(client)
    assert page.count("Password changed") == 20
    assert "Email address changed" not in page


def test_failures_push_nothing_out_of_the_history(anna: User) -> None:
    client = sign_in()
    for _ in range(30):
        SecurityEvent.objects.create(user=anna, kind="sign_in_failed")
    page = account(client)
    assert page.count("Sign-in failed") == 5
    assert "Signed in" in page


def test_saving_the_name_writes_no_password_back_that_was_changed_meanwhile(anna: User) -> None:
    client = sign_in()
    real = AccountForm.clean

    def reset_meanwhile(form: AccountForm) -> Any:
        user = User.objects.get()
        user.set_password("the newest password")
        user.await_address("new@example.com")
        user.save()
        return real(form)

    with patch.object(AccountForm, "clean", reset_meanwhile):
        client.post("/users/account/", {"name": "Anna", "language": "en"})
    user = User.objects.get()
    assert user.name == "Anna"
    assert user.check_password("the newest password")


def test_name_and_language_are_kept_and_letters_follow_the_language(anna: User) -> None:
    client = sign_in()
    fetch()
    client.post("/users/account/", {"name": "Anna", "language": "ru"})
    anna.refresh_from_db()
    assert (anna.name, anna.language) == ("Anna", "ru")
    Client().post("/users/password-reset/", {"email": "anna@example.com"}, headers={"accept-language": "en"})
    body = str(fetch_one("anna@example.com").body)
    assert any("\u0430" <= letter <= "\u044f" for letter in body)


def test_a_changed_password_is_told_with_the_browser_and_ends_other_sessions(anna: User) -> None:
    here, elsewhere = sign_in(), sign_in("Mobile Safari, iOS")
    fetch()
    new = {"old_password": PASSWORD, "new_password1": "another horse", "new_password2": "another horse"}
    here.post("/users/password-change/", new)
    letter = fetch_one("anna@example.com")
    assert "UTC" in str(letter.body)
    assert "another horse" not in str(letter.message())
    assert here.get("/users/account/").status_code == 200
    assert elsewhere.get("/users/account/").status_code == 302


def test_deleting_asks_for_the_password(anna: User) -> None:
    assert sign_in().post("/users/account/delete/", {"password": "wrong"}).status_code == 200
    assert User.objects.count() == 1


def test_deleting_leaves_a_last_letter_and_hashed_suppressions_only(anna: User) -> None:
    client = sign_in()
    Suppression.add("anna@example.net", "mailbox_unknown", "550")
    client.post("/users/password-reset/", {"email": "anna@example.com"})
    fetch()
    assert client.post("/users/account/delete/", {"password": PASSWORD}).status_code == 302
    assert client.get("/users/account/").status_code == 302
    assert not User.objects.exists()
    assert not SecurityEvent.objects.exists()
    assert not Session.objects.filter(user_id=anna.pk).exists()
    assert fetch_one("anna@example.com").subject.startswith("Your account")
    purge()
    assert not OutboxLetter.objects.exists()
    assert Suppression.covers("anna@example.net")
