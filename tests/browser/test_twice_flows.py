"""A button that is pressed twice does once what it says, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Request

from tests.browser.conftest import NewPerson
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person

ACCOUNT = "/users/account/"
NEW = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}

type Case = tuple[Callable[[Person], None], dict[str, str], str, str]


def to_reset(person: Person) -> None:
    person.sign_up()
    person.sign_out()
    person.ask_for_reset()
    person.follow_letter("/users/password-reset/")


def to_confirm(person: Person) -> None:
    person.ask_for_account()
    person.follow_letter("/users/confirm-email/")


def to_confirm_new_address(person: Person) -> None:
    person.sign_up()
    person.open("/users/email-change/")
    person.send(email=f"new-{person.address}", password=PASSWORD)
    person.follow_letter("/users/email-change/confirm/")


def to_change_password(person: Person) -> None:
    person.sign_up()
    person.open("/users/password-change/")


def to_delete(person: Person) -> None:
    person.sign_up()
    person.open("/users/account/delete/")


CASES: list[Case] = [
    (to_reset, NEW, "/users/password-reset/complete/", "Your new password is set"),
    (to_confirm, {}, ACCOUNT, "Your account is ready."),
    (to_confirm_new_address, {}, ACCOUNT, "Your email address has been changed."),
    (to_change_password, {"old_password": PASSWORD, **NEW}, ACCOUNT, "Your password has been changed."),
    (to_delete, {"password": PASSWORD}, "/", "Your account has been deleted."),
]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].__name__)
def test_pressed_twice_it_is_done_once(new_person: NewPerson, case: Case, *, scripts: bool) -> None:
    prepare, fields, leads_to, said = case
    person = new_person(java_script_enabled=scripts)
    prepare(person)
    posts: list[Request] = []
    person.page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    person.press_twice(**fields)
    assert person.path in {leads_to, "/users/login/"}
    assert said in person.text or (not scripts and person.path == leads_to)
    assert len(posts) == 1 or not scripts
