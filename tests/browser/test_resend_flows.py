"""The page after signing up: the email once more, and what a password or a reset is good for until then."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.clock import let_pass
from tests.browser.conftest import LookAt, NewPerson
from tests.browser.house import House
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person
from users.pause import PAUSE

CONFIRM = "/users/confirm-email/"
DONE = "/users/signup/done/"
WAIT = {"en": r"resend it in (\d:\d\d|.*(minute|second))", "ru": r"ещё раз можно через \d+ (минут|секунд)"}
SENT_AGAIN = {"en": "We've sent the email again.", "ru": "Мы отправили письмо ещё раз."}


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ru", False)], ids=["en scripts", "ru no scripts"])
def test_the_email_is_sent_again_after_a_countdown(
    new_person: NewPerson, the_house: House, look_at: LookAt, language: str, *, scripts: bool
) -> None:
    person = new_person(language, java_script_enabled=scripts)
    person.ask_for_account()
    assert person.address in person.text
    again = person.page.locator(f"main form[action='{DONE}'] button.quiet")
    expect(again).to_be_visible(visible=not scripts)  # without scripts it says how long to wait
    assert re.search(WAIT[language], person.text)
    if not scripts:
        person.go(again)
        assert re.search(WAIT[language], person.text)
    person.open_letter(CONFIRM)

    rest = timedelta(seconds=2 if scripts else 0)
    let_pass(the_house, PAUSE - rest, person.address)
    person.open(DONE)
    expect(again).to_be_visible()  # when the rest of the wait is over
    if scripts:  # which axe is
        assert look_at(person.page, language, "signup-done-waited") == []
    person.go(again)
    assert SENT_AGAIN[language] in person.text
    expect(again).to_be_visible(visible=not scripts)
    assert re.search(WAIT[language], person.text)

    assert len(set(person.wait_for_letters(2))) == 1
    person.follow_letter(CONFIRM)
    person.send()
    assert person.is_signed_in
    person.open(DONE)
    assert person.page.locator(f"main form[action='{DONE}']").count() == 0


def test_a_stranger_sees_no_address_and_no_button(person: Person) -> None:
    person.open(DONE)
    assert "@example.com" not in person.text
    assert person.page.locator(f"main form[action='{DONE}']").count() == 0


def test_signing_in_before_the_address_is_confirmed_fails_like_any_other(person: Person) -> None:
    person.ask_for_account()
    for password in (PASSWORD, NEW_PASSWORD):
        person.sign_in(password)
        assert person.path == "/users/login/"
        assert "Incorrect email or password." in person.text


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_code_is_read_on_a_phone_and_typed_on_the_desktop(new_person: NewPerson, *, scripts: bool) -> None:
    desktop, phone = new_person("en", java_script_enabled=scripts), new_person("en")
    phone.address = desktop.address
    desktop.ask_for_account()
    desktop.send(code=phone.read_code(CONFIRM))
    assert (desktop.path, desktop.is_signed_in, phone.is_signed_in) == ("/users/account/", True, False)
    desktop.sign_out()

    desktop.ask_for_reset()
    desktop.send(code=phone.read_code("/users/password-reset/").lower().replace("-", " "))
    desktop.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    desktop.follow("/users/login/")
    assert desktop.page.locator("[name=username]").input_value() == desktop.address
    desktop.send(password=NEW_PASSWORD)
    assert desktop.is_signed_in
