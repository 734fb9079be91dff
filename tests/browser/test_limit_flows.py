"""Too many failures to sign in: how long to wait is said, and who forgot the password is not stopped."""

import pytest

from tests.browser.clock import let_pass
from tests.browser.conftest import NewPerson
from tests.browser.house import House
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person
from users.limits import FAILURES_OF_ACCOUNT

RESET = "/users/password-reset/"
WAIT = {"en": "Please wait for 5 minutes.", "ru": "Подождите 5 минут."}


def fail_too_often(person: Person) -> None:
    person.open("/users/login/")
    for _ in range(FAILURES_OF_ACCOUNT.most):
        person.send(username=person.address, password=NEW_PASSWORD)
        assert person.status == 200
    person.send(username=person.address, password=PASSWORD)
    assert not person.is_signed_in
    assert person.status == 429


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ru", False)], ids=["en scripts", "ru no scripts"])
def test_who_fails_too_often_is_told_how_long_to_wait_and_can_set_a_new_password(
    new_person: NewPerson, language: str, *, scripts: bool
) -> None:
    person = new_person(language, java_script_enabled=scripts)
    person.sign_up()
    person.sign_out()
    fail_too_often(person)
    assert WAIT[language] in person.text
    person.follow(RESET)
    person.send(email=person.address)
    person.follow_letter(RESET)
    person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    person.follow("/users/login/")
    person.send(username=person.address, password=NEW_PASSWORD)
    assert person.is_signed_in


def test_after_the_wait_the_password_is_good_again(person: Person, the_house: House) -> None:
    person.sign_up()
    person.sign_out()
    fail_too_often(person)
    let_pass(the_house, FAILURES_OF_ACCOUNT.window, person.address)
    person.sign_in(PASSWORD)
    assert person.is_signed_in


def test_an_address_without_an_account_waits_alike_and_nobody_else_does(new_person: NewPerson) -> None:
    stranger, neighbour = new_person(), new_person()
    neighbour.sign_up()
    neighbour.sign_out()
    fail_too_often(stranger)
    assert WAIT["en"] in stranger.text
    neighbour.sign_in(PASSWORD)
    assert neighbour.is_signed_in
