"""When a link that sets a new password has stopped working."""

from datetime import timedelta

from tests.browser.clock import reset_link_made
from tests.browser.conftest import NewPerson
from tests.browser.house import House
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person

RESET = "/users/password-reset/"


def opens(person: Person, link: str) -> bool:
    person.open(link)
    has_form = person.page.locator("[name=new_password1]").is_visible()
    assert has_form != ("This link does not work" in person.text)
    return has_form


def test_a_link_works_for_an_hour(person: Person, the_house: House) -> None:
    person.sign_up()
    in_time, late = (reset_link_made(the_house, person.address, timedelta(minutes=minutes)) for minutes in (55, 61))
    assert not opens(person, late)
    person.follow(RESET)
    assert opens(person, in_time)
    person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    assert person.path == f"{RESET}complete/"


def test_asking_changes_nothing_and_signing_in_ends_the_links(new_person: NewPerson) -> None:
    owner, stranger = new_person(), new_person()
    owner.sign_up()
    stranger.address = owner.address
    stranger.ask_for_reset()
    link = stranger.open_letter(RESET).get_attribute("href") or ""
    owner.open("/users/account/")
    assert owner.is_signed_in
    assert opens(stranger, link)
    owner.sign_out()
    owner.sign_in(PASSWORD)
    assert owner.is_signed_in
    assert not opens(stranger, link)


def test_of_two_open_forms_the_first_to_be_sent_ends_the_other(new_person: NewPerson) -> None:
    desktop, phone = new_person(), new_person()
    phone.address = desktop.address
    desktop.sign_up()
    desktop.ask_for_reset()
    for browser in (desktop, phone):
        browser.follow_letter(RESET)
    desktop.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    assert desktop.path == f"{RESET}complete/"
    phone.send(new_password1=PASSWORD, new_password2=PASSWORD)
    assert "This link does not work" in phone.text
    phone.sign_in(PASSWORD)
    assert not phone.is_signed_in
