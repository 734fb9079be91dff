"""The link of a sign-up: whoever reads the mailbox decides whether there is an account, and with which password."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter
from users.models import EventKind, SecurityEvent, SignUp, User
from users.tests.mailbox import fetch
from users.tests.visitor import PASSWORD, confirmation_path, same_browser, sign_in, sign_up

OTHER = "a password of the mailbox"
CHOSEN = {"password1": OTHER, "password2": OTHER}

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(client: Client) -> str:
    sign_up(client)
    return confirmation_path()


def test_the_browser_that_signed_up_needs_one_press(client: Client, link: str) -> None:
    page = client.get(link).content.decode()
    assert "anna@example.com" in page
    assert 'name="password1"' not in page
    assert client.post(link).headers["Location"] == "/users/account/"
    assert client.get("/users/account/").status_code == 200
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert fetch() == []  # the owner's own first sign-in is no news
    kinds = list(user.security_events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [EventKind.SIGNED_UP, EventKind.SIGNED_IN]


def test_any_other_browser_is_asked_for_a_password_which_counts_alone(client: Client, link: str) -> None:
    phone = Client()
    assert 'name="password1"' in phone.get(link).content.decode()
    assert phone.post(link, CHOSEN).headers["Location"] == "/users/account/"
    assert phone.get("/users/account/").status_code == 200
    assert sign_in(Client(), password=PASSWORD) == "200"
    assert sign_in(Client(), password=OTHER) == "/users/account/"


def test_a_scanner_that_opens_the_link_and_presses_the_button_makes_no_account(link: str) -> None:
    scanner = Client()
    for _ in range(20):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
        assert scanner.post(link).status_code == 200
    assert not User.objects.exists()


def test_a_strangers_password_never_opens_the_account_whoever_signed_up_last() -> None:
    for stranger_first in (True, False):
        stranger, owner = Client(), Client()
        sign_ups = [(stranger, "the password of a thief"), (owner, PASSWORD)]
        for who, password in sign_ups if stranger_first else reversed(sign_ups):
            sign_up(who, password=password)
        link = confirmation_path()  # of the newest
        owner.post(link, CHOSEN)
        assert sign_in(Client(), password="the password of a thief") == "200"
        assert User.objects.get().check_password(PASSWORD if stranger_first else OTHER)
        User.objects.all().delete()
        OutboxLetter.objects.all().delete()


def test_a_password_chosen_in_the_other_browser_must_be_a_good_one(link: str) -> None:
    phone = Client()
    for bad in ("short", "anna@example.com", ""):
        answer = phone.post(link, {"password1": bad, "password2": bad})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not User.objects.exists()


def test_the_same_form_sent_twice_shows_the_account_again(client: Client, link: str) -> None:
    twice = same_browser(client)
    for browser in (client, twice):
        assert browser.post(link).headers["Location"] == "/users/account/"
        assert browser.get("/users/account/").status_code == 200
    phone = Client()
    assert phone.post(link).status_code == 200
    assert User.objects.count() == 1


def test_a_password_sent_twice_shows_the_account_again(link: str) -> None:
    for _ in range(2):
        assert Client().post(link, CHOSEN).headers["Location"] == "/users/account/"
    wrong = {"password1": "of somebody else", "password2": "of somebody else"}
    assert "already been used" in Client().post(link, wrong).content.decode()


def test_the_link_signs_nobody_in_again_after_a_sign_out_or_a_minute(client: Client, link: str) -> None:
    twice = same_browser(client)
    client.post(link)
    SecurityEvent.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert "already been used" in twice.post(link).content.decode()
    SecurityEvent.objects.update(at=timezone.now())
    client.post("/users/logout/")
    assert "already been used" in twice.post(link).content.decode()
    assert "already been used" in client.get(link).content.decode()
    assert client.get("/users/account/").status_code == 302


def test_the_link_lives_three_days(client: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    for passed, opens in ((timedelta(days=3, minutes=-1), True), (timedelta(days=3, minutes=1), False)):
        monkeypatch.setattr("django.core.signing.time.time", lambda passed=passed: now + passed.total_seconds())
        assert ("It has expired." not in client.get(link).content.decode()) == opens
    client.post(link)
    assert not User.objects.exists()


def test_an_address_that_got_an_account_in_between_leads_to_signing_in(client: Client, link: str) -> None:
    User.objects.create_user("ANNA@example.com", "the password of anna")
    for page in (client.get(link), client.post(link), Client().post(link, CHOSEN)):
        assert "This email address already has an account." in page.content.decode()
        assert 'href="/users/login/"' in page.content.decode()
    assert User.objects.get().check_password("the password of anna")


def test_who_is_signed_in_to_another_account_is_told_and_gets_the_new_one(client: Client, link: str) -> None:
    client.force_login(User.objects.create_user("bert@example.com", PASSWORD))
    assert "signed in as bert@example.com" in client.get(link).content.decode()
    client.post(link)
    assert "anna@example.com" in client.get("/users/account/").content.decode()


def test_no_password_is_kept_in_the_sign_up_of_an_account(client: Client, link: str) -> None:
    client.post(link)
    assert SignUp.objects.get().password == ""
    client.post("/users/account/delete/", {"password": PASSWORD})
    assert not SignUp.objects.exists()


def test_a_used_link_offers_somebody_signed_in_the_account_and_no_sign_in(client: Client, link: str) -> None:
    client.post(link)
    for page, offered in ((client.get(link), "account"), (Client().get(link), "login")):
        (main,) = re.findall(r"<main.*</main>", page.content.decode(), re.DOTALL)
        assert "already been used" in main
        assert {path for path in ("account", "login") if f'href="/users/{path}/"' in main} == {offered}
    assert 'href="/users/login/"' not in client.get("/users/signup/done/").content.decode()
