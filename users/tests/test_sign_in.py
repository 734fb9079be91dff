from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from users.models import Attempt, EventKind, SecurityEvent, User
from users.tests.mailbox import fetch
from users.tests.reset import NEW_PASSWORD, ask_for_link, set_password

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna@example.com", PASSWORD)


def attempt(client: Client, password: str, address: str = "anna@example.com", ip: str = "192.0.2.1") -> int:
    form = {"username": address, "password": password}
    return client.post("/users/login/", form, REMOTE_ADDR=ip, headers={"user-agent": FIREFOX}).status_code


def test_the_sixth_attempt_in_five_minutes_must_wait(anna: User) -> None:
    statuses = [attempt(Client(), "wrong", ip=f"192.0.2.{number}") for number in range(6)]
    assert statuses == [200] * 5 + [429]


def test_even_the_right_password_waits_and_is_told_how_long(anna: User) -> None:
    for number in range(5):
        attempt(Client(), "wrong", ip=f"192.0.2.{number}")
    form = {"username": "anna@example.com", "password": PASSWORD}
    response = Client().post("/users/login/", form)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 300
    assert "5 minutes" in response.content.decode()


def test_an_unknown_address_waits_like_a_known_one(anna: User) -> None:
    unknown = [attempt(Client(), "wrong", "nobody@example.com", f"192.0.2.{number}") for number in range(6)]
    assert unknown == [200] * 5 + [429]


def test_one_client_has_ten_failures_a_minute_whatever_the_account(anna: User) -> None:
    statuses = [attempt(Client(), "wrong", f"person{number}@example.com") for number in range(11)]
    assert statuses == [200] * 10 + [429]


def test_others_are_not_locked_out(anna: User) -> None:
    User.objects.create_user("bert@example.com", PASSWORD)
    for _ in range(6):
        attempt(Client(), "wrong")
    assert attempt(Client(), PASSWORD, "bert@example.com", "198.51.100.7") == 302


def test_reset_still_works_for_who_must_wait(anna: User) -> None:
    for _ in range(6):
        attempt(Client(), "wrong")
    Client().post("/users/password-reset/", {"email": "anna@example.com"})
    assert len(fetch("anna@example.com")) == 1


def test_a_new_password_does_not_wait_for_the_failures_of_the_old_one(anna: User) -> None:
    for number in range(5):
        attempt(Client(), "wrong", ip=f"192.0.2.{number}")
    assert set_password(Client(), ask_for_link(Client(), anna.email), NEW_PASSWORD)
    assert attempt(Client(), NEW_PASSWORD) == 302


def test_after_five_minutes_one_may_try_again(anna: User) -> None:
    for _ in range(5):
        attempt(Client(), "wrong")
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=5, seconds=1))
    assert attempt(Client(), PASSWORD) == 302


def test_the_right_password_starts_the_count_anew(anna: User) -> None:
    for _ in range(4):
        attempt(Client(), "wrong")
    assert attempt(Client(), PASSWORD) == 302
    assert attempt(Client(), "wrong") == 200


def test_a_new_browser_is_told_to_the_owner_the_first_one_too_and_a_known_one_is_not(anna: User) -> None:
    browser = Client()
    attempt(browser, PASSWORD)
    (letter,) = fetch("anna@example.com")
    assert letter.subject.startswith("New sign-in")
    assert "Firefox, Linux" in str(letter.body)
    browser.post("/users/logout/")
    attempt(browser, PASSWORD)
    assert fetch() == []
    attempt(Client(), PASSWORD)
    assert len(fetch("anna@example.com")) == 1


@pytest.mark.parametrize("cookie", ["WzFd:forged:signature", "", "\0", "x" * 4000])
def test_a_forged_browser_cookie_is_no_known_browser(anna: User, cookie: str) -> None:
    forger = Client()
    forger.cookies["browser"] = cookie
    attempt(forger, PASSWORD)
    assert len(fetch("anna@example.com")) == 1


def test_a_session_gets_a_new_key_at_sign_in_and_ends_at_sign_out(anna: User) -> None:
    client = Client()
    before = client.session.session_key
    attempt(client, PASSWORD)
    cookie = client.cookies["session"].value
    assert cookie != before
    client.post("/users/logout/")
    thief = Client()
    thief.cookies["session"] = cookie
    assert thief.get("/users/account/").status_code == 302


def test_deactivation_ends_a_session_at_the_next_click(anna: User) -> None:
    client = Client()
    attempt(client, PASSWORD)
    User.objects.update(is_active=False)
    assert client.get("/users/account/").status_code == 302


def test_log_line_and_row_are_the_same_event(anna: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "users.security")
    attempt(Client(), "wrong")
    attempt(Client(), PASSWORD)
    assert list(SecurityEvent.objects.order_by("pk").values_list("kind", "browser")) == [
        (EventKind.SIGN_IN_FAILED, "Firefox, Linux"),
        (EventKind.SIGNED_IN, "Firefox, Linux"),
    ]
    assert [record.getMessage() for record in caplog.records if record.name == "users.security"] == [
        f"sign_in_failed account={anna.pk} address=a***@example.com client=192.0.2.1 browser=Firefox, Linux",
        f"signed_in account={anna.pk} address=a***@example.com client=192.0.2.1 browser=Firefox, Linux",
    ]
    assert PASSWORD not in caplog.text
