"""Signing up: what the page does not tell, and what the letter's link does in whose hands."""

import re
from datetime import timedelta

import pytest

from tests.browser.clock import as_if_sent
from tests.browser.conftest import NewPerson
from tests.browser.house import House
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person

CONFIRM = "/users/confirm-email/"
SIGN_IN = "/users/login/"
RESET = "/users/password-reset/"
COUNTED = re.compile(r"\d:\d\d|\d+ \w+")


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ru", False)], ids=["en scripts", "ru no scripts"])
def test_a_taken_address_shows_the_same_page_and_its_owner_gets_a_letter(
    new_person: NewPerson, language: str, *, scripts: bool
) -> None:
    owner, stranger, newcomer = (new_person(language, java_script_enabled=scripts) for _ in range(3))
    owner.sign_up()
    stranger.address = owner.address
    stranger.ask_for_account()
    newcomer.ask_for_account()
    assert stranger.address in stranger.text
    assert COUNTED.sub("", stranger.text) == COUNTED.sub("", newcomer.text.replace(newcomer.address, owner.address))

    # In a browser where nobody is signed in: the way of who has the password, and of who has forgotten it.
    for way in (SIGN_IN, RESET):
        stranger.go(stranger.find_in_letter(f"a[href$='{way}']"))
        assert (stranger.path, stranger.language) == (way, language)
    stranger.sign_in(PASSWORD)
    assert stranger.is_signed_in


def test_another_browser_asks_for_a_password_and_that_one_counts(new_person: NewPerson) -> None:
    desktop, phone = new_person(), new_person()
    phone.address = desktop.address
    desktop.ask_for_account()
    phone.follow_letter(CONFIRM)
    assert phone.address in phone.text
    assert "You're not in the browser you signed up in" in phone.text
    phone.send(password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    assert phone.is_signed_in
    desktop.sign_in(PASSWORD)
    assert not desktop.is_signed_in
    desktop.sign_in(NEW_PASSWORD)
    assert desktop.is_signed_in


def test_a_second_use_of_the_link_is_harmless(person: Person, new_person: NewPerson) -> None:
    phone = new_person()
    phone.address = person.address
    person.ask_for_account()
    for browser in (person, phone):
        browser.follow_letter(CONFIRM)
    person.send()
    assert person.is_signed_in
    phone.send(password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    assert "It has already been used." in phone.text
    assert not phone.is_signed_in

    person.sign_out()
    person.follow_letter(CONFIRM)
    assert "It has already been used." in person.text
    assert person.page.locator("main form").count() == 0
    person.follow(SIGN_IN)
    person.send(username=person.address, password=PASSWORD)
    assert person.is_signed_in


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_ends_in_the_account(new_person: NewPerson, *, scripts: bool) -> None:
    person = new_person(java_script_enabled=scripts)
    person.ask_for_account()
    person.follow_letter(CONFIRM)
    person.press_twice()
    assert (person.path, person.is_signed_in) == ("/users/account/", True)


def test_a_late_link_leads_to_a_new_one(person: Person, the_house: House) -> None:
    person.ask_for_account()
    link = person.open_letter(CONFIRM)
    person.open(as_if_sent(the_house, link, timedelta(days=3, seconds=1)))
    assert "It has expired." in person.text
    assert person.page.locator("main form").count() == 0
    person.go(person.page.locator("main a.button"))
    assert person.path == "/users/signup/"

    person.open(as_if_sent(the_house, person.open_letter(CONFIRM), timedelta(days=2, hours=23)))
    person.send()
    assert person.is_signed_in


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_mistyped_domain_is_put_right_with_one_press_and_the_password_kept(
    new_person: NewPerson, *, scripts: bool
) -> None:
    person = new_person(java_script_enabled=scripts)
    person.open("/users/signup/")
    person.send(email=person.address.replace("example.com", "yandx.ru"), password1=PASSWORD, password2=PASSWORD)
    person.address = person.address.replace("example.com", "yandex.ru")
    assert f"Did you mean {person.address}?" in person.text
    person.go(person.page.get_by_role("button", name="Yes, use it"))
    assert person.address in person.text
    person.follow_letter(CONFIRM)
    person.send()
    assert person.is_signed_in
    person.sign_out()
    person.sign_in(PASSWORD)
    assert person.is_signed_in
