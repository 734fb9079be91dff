"""What scripts add to the forms and to the account: nothing is typed twice, and times are those of the reader."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.conftest import NewPerson
from tests.browser.person import PASSWORD, Person
from tests.browser.test_languages import choose

SIGN_IN, SIGN_UP, RESET = "/users/login/", "/users/signup/", "/users/password-reset/"


def typed_into(person: Person, name: str) -> str:
    return person.page.locator(f"[name={name}]:visible").input_value()


def test_what_was_typed_goes_along_but_no_password(person: Person) -> None:
    person.open(SIGN_UP)
    person.page.fill("[name=email]", person.address)
    person.page.fill("[name=password1]", PASSWORD)
    choose(person, "ru")
    assert (person.path, person.language) == (SIGN_UP, "ru")
    assert typed_into(person, "email") == person.address
    assert typed_into(person, "password1") == ""
    assert PASSWORD not in person.page.evaluate("JSON.stringify([sessionStorage, localStorage, document.cookie])")

    person.follow(SIGN_IN)
    assert typed_into(person, "username") == person.address
    person.follow(RESET)
    assert typed_into(person, "email") == person.address
    person.open(RESET)
    assert typed_into(person, "email") == ""


def test_one_field_is_enough_for_a_new_password_that_can_be_seen(person: Person) -> None:
    person.open(SIGN_UP)
    password = person.page.locator("[name=password1]")
    show = person.page.get_by_role("button", name="Show Password", exact=True)
    expect(person.page.locator("[name=password2]")).to_be_hidden()
    for kind, pressed in (("password", "false"), ("text", "true"), ("password", "false")):
        expect(password).to_have_attribute("type", kind)
        expect(show).to_have_attribute("aria-pressed", pressed)
        show.click()
    person.send(email=person.address, password1=PASSWORD)
    assert person.path == f"{SIGN_UP}done/"


def test_times_are_those_of_the_reader(new_person: NewPerson) -> None:
    person = new_person("en-GB", timezone_id="Asia/Kolkata", forced_colors="active")
    person.sign_up()
    time = person.page.locator("time[data-local]").first
    there = datetime.fromisoformat(time.get_attribute("datetime") or "").astimezone(ZoneInfo("Asia/Kolkata"))
    assert f"{there:%H:%M}" in time.inner_text()
    assert "UTC" in (time.get_attribute("title") or "")
    current = person.page.locator("nav [aria-current]")
    assert current.evaluate("element => getComputedStyle(element).borderBlockEndStyle") == "solid"
