"""The account's own page: who is signed in where, what happened lately, and the way out."""

from tests.browser.conftest import NewPerson
from tests.browser.person import NEW_PASSWORD, PASSWORD, Person

ACCOUNT = "/users/account/"
SIGN_IN = "/users/login/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
SIGNED_IN = "h1:text-is('New sign-in')"
CHANGED = "h1:text-is('The password was changed')"
DELETED = "h1:text-is('Your account has been deleted')"


def in_another_browser(person: Person, new_person: NewPerson) -> Person:
    other = new_person(user_agent=SAFARI)
    other.address = person.address
    other.sign_in(PASSWORD)
    assert other.is_signed_in
    return other


def log(person: Person, section: str) -> list[str]:
    """Return the lines of a list on the account page."""
    return person.page.locator(f"section[aria-labelledby={section}] li").all_inner_texts()


def test_sessions_are_in_words_and_the_others_end(new_person: NewPerson) -> None:
    person = new_person(user_agent=FIREFOX)
    person.sign_up()
    person.open(ACCOUNT)
    assert "You're not signed in anywhere else." in person.text
    other = in_another_browser(person, new_person)
    person.open(ACCOUNT)
    theirs, mine = log(person, "sessions")
    assert theirs.startswith("Mobile Safari, iOS")
    assert mine.startswith("Firefox, Linux (this browser)")
    assert person.page.locator("section[aria-labelledby=sessions] time[title$=UTC]").count() == 2

    person.go(person.page.locator("form[action$='/sessions/end/'] button.quiet"))
    assert "All other devices are signed out." in person.text
    assert len(log(person, "sessions")) == 1
    other.follow(ACCOUNT)
    assert (other.path, other.is_signed_in) == (SIGN_IN, False)
    person.open(ACCOUNT)
    assert person.is_signed_in


def test_the_last_events_are_listed_newest_first(new_person: NewPerson) -> None:
    person = new_person(user_agent=FIREFOX)
    person.sign_up()
    person.sign_out()
    person.sign_in(NEW_PASSWORD)
    person.sign_in(PASSWORD)
    events = log(person, "events")
    expected = ["Signed in", "Signed out", "Signed in", "Account created", "Sign-in failed"]
    assert [event.splitlines()[0] for event in events] == expected
    assert all("Firefox, Linux" in event for event in events)


def test_a_new_browser_is_told_to_the_owner_and_a_known_one_is_not(new_person: NewPerson) -> None:
    person = new_person(user_agent=FIREFOX)
    person.sign_up()
    other = in_another_browser(person, new_person)
    letter = other.find_in_letter(SIGNED_IN).page.frame_locator("iframe").locator("body").inner_text()
    assert "Mobile Safari, iOS" in letter
    for browser in (person, other):
        browser.sign_out()
        browser.sign_in(PASSWORD)
        assert browser.is_signed_in
    person.ask_for_reset()
    person.open_letter("/users/password-reset/")
    assert len(person.subjects()) == 3  # to confirm, of the one new browser, and the reset asked for after them all


def test_a_new_password_is_told_to_the_owner_and_ends_the_other_sessions(new_person: NewPerson) -> None:
    person = new_person(user_agent=FIREFOX)
    person.sign_up()
    other = in_another_browser(person, new_person)
    person.open("/users/password-change/")
    person.send(old_password=PASSWORD, new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    assert (person.path, person.is_signed_in) == (ACCOUNT, True)
    assert "Your password has been changed." in person.text
    other.open(ACCOUNT)
    assert other.path == SIGN_IN

    other.find_in_letter(CHANGED)
    letter = other.page.frame_locator("iframe")
    assert "Firefox, Linux" in letter.locator("body").inner_text()
    other.go(letter.get_by_role("link", name="This was not me"))
    assert other.path == "/users/password-reset/"
    other.sign_in(PASSWORD)
    assert not other.is_signed_in
    other.sign_in(NEW_PASSWORD)
    assert other.is_signed_in


def test_a_deleted_account_says_goodbye_and_is_gone(new_person: NewPerson) -> None:
    person = new_person(user_agent=FIREFOX)
    person.sign_up()
    other = in_another_browser(person, new_person)
    person.open(ACCOUNT)
    person.follow(f"{ACCOUNT}delete/")
    person.send(password=NEW_PASSWORD)
    assert "This is not your password." in person.text
    person.send(password=PASSWORD)
    assert (person.path, person.is_signed_in) == ("/", False)
    assert "Your account has been deleted." in person.text

    other.open(ACCOUNT)
    assert other.path == SIGN_IN
    person.find_in_letter(DELETED)
    person.sign_in(PASSWORD)
    assert "Incorrect email or password." in person.text
    person.ask_for_account()
    assert person.wait_for_letters(4)[0].startswith("Confirm your email address")
    person.follow_letter("/users/confirm-email/")
    person.send()
    assert person.is_signed_in
