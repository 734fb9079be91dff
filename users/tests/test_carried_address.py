"""An address is typed once: the pages after it know it, in the browser where it was typed, for an hour."""

import time
from datetime import timedelta

import pytest
from django.test import Client

from cinemahub.mail.models import OutboxLetter
from users.limit_middleware import RESETS_A_MINUTE
from users.tests.mailbox import fetch
from users.tests.reset import EMAIL, NEW_PASSWORD, PASSWORD, ask, ask_for_link, make_account, set_password
from users.tests.visitor import sign_in, sign_up

SIGN_IN, SIGN_UP, RESET = "/users/login/", "/users/signup/", "/users/password-reset/"
DONE = f"{RESET}done/"

pytestmark = pytest.mark.django_db


def prefilled(client: Client, path: str) -> str:
    form = client.get(path).context["form"]
    return str(form["username" if path == SIGN_IN else "email"].value() or "")


@pytest.mark.parametrize("known", [True, False])
def test_a_failed_sign_in_takes_its_address_to_the_reset_and_the_sign_up(client: Client, *, known: bool) -> None:
    if known:
        make_account()
    assert sign_in(client, EMAIL, "wrong") == "200"
    assert [prefilled(client, path) for path in (SIGN_IN, RESET, SIGN_UP)] == [EMAIL] * 3
    assert prefilled(Client(), RESET) == ""


def test_after_a_reset_only_the_password_is_typed(client: Client) -> None:
    make_account()
    link, phone = ask_for_link(client), Client()
    assert set_password(phone, link)
    for browser in (client, phone):
        page = browser.get(SIGN_IN)
        assert page.context["form"]["username"].value() == EMAIL
        assert "autofocus" in str(page.context["form"]["password"])
        assert "autofocus" not in str(page.context["form"]["username"])
    assert sign_in(phone, EMAIL, NEW_PASSWORD) == "/users/account/"
    phone.post("/users/logout/")
    assert prefilled(phone, SIGN_IN) == ""


def test_it_is_forgotten_after_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client)
    later = time.time() + timedelta(minutes=61).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert prefilled(client, RESET) == ""


def test_no_page_with_an_address_is_kept_by_a_cache(client: Client) -> None:
    ask(client)
    for path in (SIGN_IN, SIGN_UP, RESET, DONE, "/users/signup/done/"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_a_reset_is_sent_again_from_the_page_after_a_pause(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_account()
    ask(client)
    assert len(fetch()) == 1
    page = client.post(DONE, follow=True).content.decode()
    assert "too early to resend" in page
    assert "You can resend it in" in page
    assert fetch() == []
    monkeypatch.setattr("users.pause.PAUSE", timedelta())
    page = client.post(DONE, follow=True).content.decode()
    assert "we&#x27;ve emailed it again" in page
    assert len(fetch()) == 1


def test_a_browser_that_has_asked_for_nothing_is_led_to_the_form() -> None:
    assert Client().post(DONE).headers["Location"] == RESET
    assert 'href="/users/password-reset/"' in Client().get(DONE).content.decode()


@pytest.mark.parametrize(
    ("address", "button"),
    [
        (
            "anna@gmail.com",
            'href="https://mail.google.com/" target="_blank" rel="noopener noreferrer">Open Gmail</a>',
        ),
        ("anna@ya.ru", ">Open Yandex Mail</a>"),
        ("anna@inbox.ru", ">Open Mail.ru</a>"),
        ("anna@example.com", ""),
    ],
)
def test_the_mailbox_is_one_press_away(client: Client, address: str, button: str) -> None:
    make_account()
    ask(client, address)
    sign_up(client, address)
    pages = [client.get(DONE), client.get("/users/signup/done/")]
    sign_in(client, EMAIL, PASSWORD)
    client.post("/users/email-change/", {"email": address, "password": PASSWORD})
    for page in (*pages, client.get("/users/account/")):
        assert page.status_code == 200
        assert button in page.content.decode()
        assert ("target=" in page.content.decode()) == bool(button)
    assert "Open" not in Client().get(DONE).content.decode()


def test_somebody_signed_in_does_not_sign_up(client: Client) -> None:
    client.force_login(make_account())
    assert client.get(SIGN_UP).headers["Location"] == "/users/account/"


def test_an_old_cookie_sends_no_flood_of_emails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("users.limit_middleware.PAUSE_SECONDS", 0)
    monkeypatch.setattr("users.pause.PAUSE", timedelta())
    ask(client)
    cookie = client.cookies["address"].value
    statuses = []
    for _ in range(RESETS_A_MINUTE + 5):
        client.cookies["address"] = cookie
        statuses.append(client.post(DONE).status_code)
    assert statuses[-5:] == [429] * 5
    assert OutboxLetter.objects.count() == RESETS_A_MINUTE


def test_an_address_that_was_typed_to_sign_in_has_asked_for_nothing(client: Client) -> None:
    sign_in(client, "anna@gmial.com", "wrong")
    page = client.get(DONE).content.decode()
    assert "Did you mean" not in page
    for posted in ({"use": "suggestion"}, {}):
        assert client.post(DONE, posted).headers["Location"] == RESET
    assert not OutboxLetter.objects.exists()
