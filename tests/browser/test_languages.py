"""The browser's language, until one chooses another in the footer."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import NewPerson
from tests.browser.person import Person

RESET = "/users/password-reset/"


def choose(person: Person, language: str) -> None:
    person.go(person.page.get_by_role("contentinfo").locator(f"button[value={language}]"))


@pytest.mark.parametrize(("browsers", "shown"), [("ru", "ru"), ("ru-RU", "ru"), ("en-GB", "en"), ("kk", "en")])
def test_the_first_page_is_in_the_language_of_the_browser(new_person: NewPerson, browsers: str, shown: str) -> None:
    person = new_person(browsers)
    person.open("/")
    assert person.language == shown


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_language_chosen_in_the_footer_is_remembered(new_person: NewPerson, *, scripts: bool) -> None:
    person = new_person("en", java_script_enabled=scripts)
    person.open(RESET)
    choose(person, "ru")
    assert (person.path, person.language) == (RESET, "ru")
    assert person.page.get_by_role("contentinfo").get_by_role("button", name="Русский").is_visible()

    cookies = person.page.context.storage_state()
    (chosen,) = [cookie for cookie in cookies["cookies"] if cookie["name"] == "language"]
    assert datetime.fromtimestamp(chosen["expires"], UTC) > datetime.now(UTC) + timedelta(days=360)
    next_day = new_person("en", storage_state=cookies)
    next_day.open("/")
    assert next_day.language == "ru"
    choose(next_day, "en")
    assert next_day.language == "en"


def test_letters_are_in_the_language_that_was_chosen_at_sign_up(new_person: NewPerson) -> None:
    person = new_person("en")
    person.open("/")
    choose(person, "ru")
    person.sign_up()
    person.ask_for_reset()
    person.open_letter(RESET)
    assert person.page.frame_locator("iframe").locator("html").get_attribute("lang") == "ru"


def test_choosing_a_language_keeps_the_link_of_a_letter(person: Person) -> None:
    person.sign_up()
    person.ask_for_reset()
    person.follow_letter(RESET)
    choose(person, "ru")
    assert person.language == "ru"
    assert person.page.locator("[name=new_password1]").is_visible()
