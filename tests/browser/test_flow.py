"""From the first click to the last, as a visitor does it."""

import re

import pytest

from tests.browser.conftest import NewPerson
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person

RESET = "/users/password-reset/"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_sign_up_forget_reset_and_sign_in(new_person: NewPerson, language: str, *, scripts: bool) -> None:
    person = new_person(language, java_script_enabled=scripts)
    person.sign_up()
    person.sign_out()

    person.open("/")
    person.follow("/users/login/")
    person.follow(RESET)
    person.send(email=person.address)
    assert person.path == f"{RESET}done/"

    person.follow_letter(RESET)
    assert person.language == language
    person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    assert person.path == f"{RESET}complete/"
    assert not person.is_signed_in

    person.follow("/users/login/")
    person.send(username=person.address, password=PASSWORD)
    assert not person.is_signed_in
    person.send(username=person.address, password=NEW_PASSWORD)
    assert person.path == "/users/account/"
    assert person.is_signed_in
    assert person.page.get_by_text(person.address).is_visible()


def test_a_link_works_once_and_its_page_leads_to_a_new_one(person: Person) -> None:
    person.sign_up()
    person.ask_for_reset()
    person.follow_letter(RESET)
    person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    person.follow_letter(RESET)
    assert person.page.locator("[name=new_password1]").count() == 0
    person.follow(RESET)
    person.send(email=person.address)
    assert person.path == f"{RESET}done/"


def test_the_address_of_the_form_holds_no_token(person: Person) -> None:
    person.sign_up()
    person.ask_for_reset()
    link = person.open_letter(RESET)
    token = (link.get_attribute("href") or "").rstrip("/").rpartition("/")[2]
    person.go(link)
    assert person.page.locator("[name=new_password1]").is_visible()
    assert token not in person.page.url + person.page.content()


def test_nobody_learns_whether_an_address_has_an_account(person: Person, new_person: NewPerson) -> None:
    person.sign_up()
    person.ask_for_reset()
    stranger = new_person()
    stranger.ask_for_reset()
    known, unknown = (re.sub(r"\d:\d\d", "0:59", each.page.locator("main").inner_text()) for each in (person, stranger))
    assert unknown == known


def test_a_domain_that_looks_mistyped_gets_a_hint_with_one_press(person: Person) -> None:
    person.open(RESET)
    person.send(email="anna@gmial.com")
    assert person.path == f"{RESET}done/"
    person.go(person.page.get_by_role("button", name="Yes, use it"))
    assert person.path == f"{RESET}done/"
    assert "Did you mean" not in person.text
    assert person.page.get_by_role("link", name="Open Gmail").is_visible()
