"""Whoever has the password, but has not confirmed the address yet."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.clock import let_pass
from tests.browser.conftest import NewPerson
from tests.browser.house import House
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person
from tests.browser.test_pages import look_at
from users.views.sign_up import PAUSE_BETWEEN_LETTERS

CONFIRM = "/users/confirm-email/"
AGAIN = f"{CONFIRM}again/"
RESET = "/users/password-reset/"
COUNTDOWN = {"en": r"again in (\d minutes?)?( and )?(\d+ seconds?)?\.", "ru": r"\d+ (минут|секунд)"}
SENT_AGAIN = {"en": "The letter is on its way again.", "ru": "Письмо снова в пути."}


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ru", False)], ids=["en scripts", "ru no scripts"])
def test_signing_in_leads_to_the_letter_again_after_a_countdown(
    new_person: NewPerson, the_house: House, language: str, *, scripts: bool
) -> None:
    person = new_person(language, java_script_enabled=scripts)
    person.ask_for_account()
    person.sign_in(PASSWORD)
    assert (person.path, person.is_signed_in) == (AGAIN, False)
    assert person.address in person.text
    again = person.page.locator("main form button")
    assert again.count() == 0
    assert re.search(COUNTDOWN[language], person.text)
    person.open_letter(CONFIRM)

    let_pass(the_house, PAUSE_BETWEEN_LETTERS - timedelta(seconds=2), person.address)
    person.open(AGAIN)
    expect(again).to_be_visible()  # by itself, when the rest of the wait is over
    if scripts:  # which axe is
        assert look_at(person.page, language, "login-not-confirmed-waited") == []
    person.send()
    assert SENT_AGAIN[language] in person.text
    assert again.count() == 0
    assert re.search(COUNTDOWN[language], person.text)

    assert len(set(person.wait_for_letters(2))) == 1
    person.follow_letter(CONFIRM)
    person.send()
    assert person.is_signed_in


def test_the_page_of_the_countdown_is_nobody_elses(person: Person) -> None:
    person.open(AGAIN)
    assert person.path == "/users/login/"


def test_a_wrong_password_is_not_told_that_the_address_waits(person: Person) -> None:
    person.ask_for_account()
    person.sign_in(NEW_PASSWORD)
    assert person.path == "/users/login/"
    assert "There is no account with this address and this password." in person.text


def test_a_finished_reset_confirms_the_address_too(person: Person) -> None:
    person.ask_for_account()
    person.ask_for_reset()
    person.follow_letter(RESET)
    person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    person.sign_in(NEW_PASSWORD)
    assert (person.path, person.is_signed_in) == ("/users/account/", True)
