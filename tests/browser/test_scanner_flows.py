"""A mail scanner opens every link of a letter first; the person's visit works all the same."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIRequestContext, Locator

from tests.browser.conftest import NewPerson
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person

VISITS = 10
CONFIRM = "/users/confirm-email/"
CONFIRM_NEW = "/users/email-change/confirm/"
STOP = "/users/email-change/stop/"
UNDO = "/users/email-change/undo/"
RESET = "/users/password-reset/"


def scan(link: Locator, scanner: APIRequestContext) -> None:
    """Follow all links of the letter that `link` is in, cookies and redirects included."""
    links = link.page.frame_locator("iframe").locator("a").all()
    addresses = {found.get_attribute("href") or "" for found in links}
    assert link.get_attribute("href") in addresses
    for address in addresses:
        for _ in range(VISITS):
            assert scanner.head(address).ok
            assert scanner.get(address).ok


def to_confirm(person: Person) -> str:
    person.ask_for_account()
    return CONFIRM


def to_confirm_elsewhere(person: Person) -> str:
    person.ask_for_account()
    person.page.context.clear_cookies(name="signup")
    return CONFIRM


def to_a_new_address(person: Person) -> str:
    person.sign_up()
    person.open("/users/email-change/")
    person.send(email=f"new-{person.address}", password=PASSWORD)
    return CONFIRM_NEW


def to_stop(person: Person) -> str:
    to_a_new_address(person)
    return STOP


def to_undo(person: Person) -> str:
    person.follow_letter(to_a_new_address(person))
    person.send()
    return UNDO


def to_reset(person: Person) -> str:
    person.sign_up()
    person.ask_for_reset()
    return RESET


@pytest.mark.parametrize(
    ("letter", "fields", "leads_to"),
    [
        (to_confirm, {}, "/users/account/"),
        (to_confirm_elsewhere, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, "/users/account/"),
        (to_a_new_address, {}, "/users/account/"),
        (to_stop, {}, "/users/account/secured/"),
        (to_undo, {}, "/users/account/address-restored/"),
        (to_reset, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}, f"{RESET}complete/"),
    ],
)
def test_a_link_works_after_a_scanner_was_there(
    person: Person, new_person: NewPerson, letter: Callable[[Person], str], fields: dict[str, str], leads_to: str
) -> None:
    link = person.open_letter(letter(person))
    scan(link, new_person().page.request)
    person.go(link)
    assert person.page.locator("main form button").count() > 0  # still to do
    person.send(**fields)
    assert person.path == leads_to


def test_a_scanner_that_presses_buttons_makes_no_account(person: Person, new_person: NewPerson) -> None:
    person.ask_for_account()
    address = urlsplit(person.open_letter(CONFIRM).get_attribute("href") or "").path
    scanner = new_person()
    scanner.open(address)
    scanner.page.locator("main form button[type=submit]").click()
    scanner.open(address)
    assert scanner.page.locator("main form").count() == 1
    person.open(address)
    person.send()
    assert person.is_signed_in
