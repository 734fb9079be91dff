"""A form that is sent twice, from a second tab or after going back, shows the result of the first time."""

import re
from unittest.mock import patch

import pytest
from django.test import Client

from users.forms.password import PasswordChangeForm
from users.models import EventKind, SecurityEvent, User
from users.tests.mailbox import fetch, fetch_one
from users.tests.reset import EMAIL, NEW_PASSWORD, PASSWORD, ask_for_link, make_account
from users.tests.visitor import same_browser

SET = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
CHANGE = {"old_password": PASSWORD} | SET
COMPLETE = "/users/password-reset/complete/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_account())
    return client


def receipt(client: Client, path: str) -> dict[str, str]:
    found = re.search(r'name="receipt" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return {"receipt": found[1]}


def test_a_reset_sent_twice_is_complete_twice_and_told_once() -> None:
    make_account()
    browser = Client()
    form = browser.get(ask_for_link(Client()))["Location"]
    twice = same_browser(browser)
    for each in (browser, twice, browser):
        assert each.post(form, SET)["Location"] == COMPLETE
    assert fetch_one(EMAIL).subject.startswith("Password changed")


def test_going_back_to_a_reset_that_is_done_shows_that_it_is() -> None:
    make_account()
    browser = Client()
    form = browser.get(ask_for_link(Client()))["Location"]
    browser.post(form, SET)
    assert browser.get(form)["Location"] == COMPLETE


def test_another_password_through_a_used_link_is_not_said_to_be_set() -> None:
    make_account()
    browser = Client()
    form = browser.get(ask_for_link(Client()))["Location"]
    tab = same_browser(browser)
    browser.post(form, SET)
    for other in ("another password", "x" * 1_000_000):
        page = tab.post(form, {"new_password1": other, "new_password2": other})
        assert "already been used" in page.content.decode()
    assert User.objects.get().check_password(NEW_PASSWORD)


def test_a_reset_link_spent_by_somebody_else_shows_nothing_as_done() -> None:
    make_account()
    link = ask_for_link(Client())
    browser, other = Client(), Client()
    forms = [each.get(link)["Location"] for each in (browser, other)]
    browser.post(forms[0], SET)
    User.objects.update(password="!")
    assert "already been used" in other.post(forms[1], SET).content.decode()


def test_a_password_change_sent_twice_says_that_it_is_done(client: Client) -> None:
    fields = CHANGE | receipt(client, "/users/password-change/")
    twice = same_browser(client)
    assert client.post("/users/password-change/", fields)["Location"] == "/users/account/"
    page = twice.post("/users/password-change/", fields, follow=True)
    assert "Your password has been changed." in page.content.decode()
    assert page.request["PATH_INFO"] == "/users/login/"
    assert len(fetch()) == 1


def test_a_password_change_at_work_while_the_same_comes_again_is_done_once(client: Client) -> None:
    real, twice = PasswordChangeForm.is_valid, same_browser(client)

    def other_is_quicker(form: PasswordChangeForm) -> bool:
        is_valid = real(form)
        with patch.object(PasswordChangeForm, "is_valid", real):
            assert client.post("/users/password-change/", CHANGE).status_code == 302
        return is_valid

    with patch.object(PasswordChangeForm, "is_valid", other_is_quicker):
        page = twice.post("/users/password-change/", CHANGE, follow=True)
    assert "Your password has been changed." in page.content.decode()
    assert twice.get("/users/account/").status_code == 200
    assert len(fetch()) == 1


def test_a_password_that_was_changed_while_another_form_was_at_work_is_asked_for(client: Client) -> None:
    real = PasswordChangeForm.is_valid

    def reset_meanwhile(form: PasswordChangeForm) -> bool:
        is_valid = real(form)
        user = User.objects.get()
        user.set_password("set by the owner")
        user.save()
        return is_valid

    with patch.object(PasswordChangeForm, "is_valid", reset_meanwhile):
        page = client.post("/users/password-change/", CHANGE)
    assert page.status_code == 200
    assert User.objects.get().check_password("set by the owner")


def test_a_deletion_sent_twice_says_that_it_is_done(client: Client) -> None:
    fields = {"password": PASSWORD} | receipt(client, "/users/account/delete/")
    twice = same_browser(client)
    for each in (client, twice):
        page = each.post("/users/account/delete/", fields, follow=True)
        assert "Your account has been deleted." in page.content.decode()
        assert page.request["PATH_INFO"] == "/"
    assert len(fetch()) == 1


def test_signing_out_elsewhere_sent_twice_says_that_it_is_done(client: Client) -> None:
    Client().force_login(User.objects.get())
    fields = receipt(client, "/users/account/")
    twice = same_browser(client)
    for each in (client, twice):
        page = each.post("/users/account/sessions/end/", fields, follow=True)
        assert "All other devices are signed out." in page.content.decode()
    assert SecurityEvent.objects.filter(kind=EventKind.SESSIONS_ENDED).count() == 1


@pytest.mark.parametrize("field", ["", "x", "a:b:c", "\0", "x" * 10_000])
@pytest.mark.parametrize("path", ["/users/password-change/", "/users/account/delete/", "/users/account/sessions/end/"])
def test_a_receipt_that_the_site_has_not_given_shows_nothing_as_done(path: str, field: str) -> None:
    answer = Client().post(path, {"receipt": field})
    assert answer["Location"] == f"/users/login/?next={path}"


def test_a_receipt_alone_shows_nothing_as_done(client: Client) -> None:
    paths = ["/users/password-change/", "/users/account/delete/"]
    receipts = {path: receipt(client, path) for path in paths}
    for path in paths:
        assert Client().post(path, receipts[path])["Location"] == f"/users/login/?next={path}"


def test_a_sign_out_sent_twice_is_no_error(client: Client) -> None:
    twice = same_browser(client)
    for each in (client, twice):
        assert each.post("/users/logout/")["Location"] == "/"


def test_a_sign_in_sent_twice_is_no_error() -> None:
    make_account()
    browser = Client()
    for _ in range(2):
        answer = browser.post("/users/login/", {"username": EMAIL, "password": PASSWORD})
        assert answer["Location"] == "/users/account/"


def test_who_is_signed_in_to_another_account_is_told_so_and_can_switch() -> None:
    make_account()
    link, browser = ask_for_link(Client()), Client()
    browser.force_login(make_account("somebody@cinemahub.example"))
    page = browser.get(link, follow=True)
    assert "signed in as somebody@cinemahub.example" in page.content.decode()
    done = browser.post(page.request["PATH_INFO"], SET, follow=True).content.decode()
    assert "somebody@cinemahub.example" in done
    assert 'href="/users/login/"' not in done.partition("<main")[2]
    assert 'name="next" value="/users/login/"' in done
    assert browser.post("/users/logout/", {"next": "/users/login/"})["Location"] == "/users/login/"
