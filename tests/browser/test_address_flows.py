"""A new address: asked for with the password, confirmed with a button, undone by the owner of the old one."""

from datetime import timedelta

import pytest

from tests.browser.clock import as_if_sent
from tests.browser.conftest import NewPerson
from tests.browser.house import House
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person

ACCOUNT = "/users/account/"
SIGN_IN = "/users/login/"
CHANGE = "/users/email-change/"
CONFIRM = f"{CHANGE}confirm/"
UNDO = f"{CHANGE}undo/"
RESET = "/users/password-reset/"
VOID = "This link does not work"


def ask(person: Person, address: str) -> None:
    person.open(CHANGE)
    person.send(email=address, password=PASSWORD)
    assert person.path == ACCOUNT
    assert address in person.page.locator("main .notice").inner_text()


def change(person: Person) -> str:
    """Change the address; return the old one, whose owner may be somebody else."""
    old = person.address
    ask(person, f"new-{old}")
    person.follow_letter(CONFIRM)
    person.send()
    person.address = f"new-{old}"
    return old


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ru", False)], ids=["en scripts", "ru no scripts"])
def test_the_owner_takes_back_the_account_from_who_changed_its_address(
    new_person: NewPerson, language: str, *, scripts: bool
) -> None:
    thief, owner = (new_person(language, java_script_enabled=scripts) for _ in range(2))
    thief.sign_up()
    owner.address = thief.address
    new = f"new-{owner.address}"
    ask(thief, new)
    assert thief.page.locator("main dd").first.inner_text().startswith(owner.address)
    thief.follow_letter(CONFIRM)
    assert new in thief.text
    thief.send()
    assert (thief.path, thief.language) == (ACCOUNT, language)
    assert thief.page.locator("main dd").first.inner_text().startswith(new)

    undo = owner.open_letter(UNDO)
    letter = owner.page.frame_locator("iframe").locator("body").inner_text()
    assert f"{new[0]}***@example.com" in letter
    assert new not in letter
    owner.go(undo)
    assert (owner.language, owner.address in owner.text) == (language, True)
    owner.send()
    assert owner.path == "/users/account/address-restored/"

    thief.open(ACCOUNT)
    assert (thief.path, thief.is_signed_in) == (SIGN_IN, False)
    owner.sign_in(PASSWORD)
    assert not owner.is_signed_in
    owner.follow_letter(RESET)
    owner.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    owner.sign_in(NEW_PASSWORD)
    assert owner.is_signed_in
    assert owner.address in owner.text
    assert new not in owner.text


def test_a_browser_where_nobody_is_signed_in_confirms_and_is_led_to_sign_in(new_person: NewPerson) -> None:
    desktop, phone = new_person(), new_person()
    desktop.sign_up()
    phone.address = f"new-{desktop.address}"
    ask(desktop, phone.address)
    phone.follow_letter(CONFIRM)
    phone.send()
    assert (phone.path, phone.is_signed_in) == (SIGN_IN, False)
    assert "Your email address has been changed." in phone.text
    phone.send(username=phone.address, password=PASSWORD)
    assert (phone.path, phone.is_signed_in) == (ACCOUNT, True)
    desktop.open(ACCOUNT)
    assert (desktop.path, desktop.is_signed_in) == (SIGN_IN, False)


def test_a_taken_address_shows_the_same_page_and_its_owner_gets_a_letter(new_person: NewPerson) -> None:
    person, owner = new_person(), new_person()
    person.sign_up()
    owner.sign_up()
    shown = []
    for address in (f"free-{owner.address}", owner.address):
        ask(person, address)
        shown.append([part.replace("free-", "") for part in person.page.locator(".messages").all_inner_texts()])
    assert shown[0] == shown[1]
    owner.find_in_letter("h1:text-is('You already have an account')")


def test_a_link_is_void_when_late_replaced_or_used(person: Person, the_house: House) -> None:
    person.sign_up()
    first, second = f"first-{person.address}", f"second-{person.address}"
    ask(person, first)
    link = person.open_letter(CONFIRM)
    in_time, late = (as_if_sent(the_house, link, timedelta(days=3, minutes=minutes)) for minutes in (-5, 1))
    person.open(late)
    assert VOID in person.text
    person.open(in_time)
    assert first in person.text
    ask(person, second)
    person.open(in_time)
    assert VOID in person.text

    person.address = second
    person.follow_letter(CONFIRM)
    used = person.path
    person.send()
    assert second in person.text
    person.open(used)
    assert VOID in person.text
    person.follow(ACCOUNT)
    assert second in person.text


def test_undoing_works_for_seven_days_also_after_a_new_password(new_person: NewPerson, the_house: House) -> None:
    thief, owner = new_person(), new_person()
    thief.sign_up()
    owner.address = change(thief)
    thief.open("/users/password-change/")
    thief.send(old_password=PASSWORD, new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    assert thief.path == ACCOUNT
    link = owner.open_letter(UNDO)
    in_time, late = (as_if_sent(the_house, link, timedelta(days=7, minutes=minutes)) for minutes in (-5, 1))
    owner.open(late)
    assert VOID in owner.text
    owner.open(in_time)
    owner.send()
    thief.sign_in(NEW_PASSWORD)
    assert not thief.is_signed_in
