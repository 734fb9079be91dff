"""Pages shown instead of one lead on."""

import pytest

from tests.browser.conftest import NewPerson
from tests.browser.person import PASSWORD, Person

RESET = "/users/password-reset/"


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ru", False)], ids=["en scripts", "ru no scripts"])
def test_an_unknown_address_leads_home(new_person: NewPerson, language: str, *, scripts: bool) -> None:
    person = new_person(language, java_script_enabled=scripts)
    person.open("/users/sing-up/")
    assert (person.status, person.language) == (404, language)
    person.go(person.page.locator("main a.button"))
    assert (person.status, person.path) == (200, "/")


def test_a_form_without_its_cookie_is_good_again_after_a_reload(person: Person) -> None:
    person.open(RESET)
    person.page.context.clear_cookies()
    person.send(email=person.address)
    assert person.status == 403
    assert "Your browser sent no cookies." in person.text
    person.page.go_back()
    person.page.reload()
    person.send(email=person.address)
    assert person.path == f"{RESET}done/"


def test_a_form_left_open_while_another_tab_signs_in_says_so(person: Person) -> None:
    person.sign_up()
    person.sign_out()
    person.open(RESET)
    other_tab = Person(person.page.context.new_page())
    other_tab.address = person.address
    other_tab.sign_in(PASSWORD)
    person.send(email=person.address)
    assert person.status == 403
    assert "You signed in or out in another tab" in person.text


def test_a_sign_in_after_another_tabs_shows_who_is_signed_in(person: Person) -> None:
    person.sign_up()
    person.sign_out()
    person.open("/users/login/")
    other_tab = Person(person.page.context.new_page())
    other_tab.address = person.address
    other_tab.sign_in(PASSWORD)
    person.send(username=person.address, password=PASSWORD)
    assert person.status == 403
    assert f"You're signed in as {person.address}." in person.text
    person.follow("/users/account/")
    assert person.is_signed_in
