"""Ways through the site that together meet every page in every state; each step yields the state's name."""

from collections.abc import Callable, Iterator

from tests.browser.person import NEW_PASSWORD, PASSWORD, Person
from users.limits import FAILURES_OF_ACCOUNT

NO_ADDRESS = "anna@example"  # enough for the browser, not for the site
SHORT = "short"

type Journey = Callable[[Person], Iterator[str]]


def looking_around(person: Person) -> Iterator[str]:
    for path, state in {
        "/": "home",
        "/inbox/?paused": "inbox",
        "/inbox/letters/": "previews",
        "/inbox/letters/password_reset/en/": "preview",
        "/users/confirm-email/void/": "confirm-void",
        "/users/email-change/confirm/void/": "address-confirm-void",
        "/users/email-change/stop/void/": "address-stop-void",
        "/users/email-change/undo/void/": "address-undo-void",
        "/users/account/secured/": "account-secured",
        "/users/account/address-restored/": "address-restored",
        "/users/password-reset/void/void/": "reset-link-void",
        **{f"/errors/{name}/": f"error-{name}" for name in ("400", "403", "403_csrf", "404", "429", "500")},
    }.items():
        person.open(path)
        yield state


def joining(person: Person) -> Iterator[str]:
    person.open("/users/signup/")
    yield "signup"
    person.send(email=NO_ADDRESS, password1=SHORT, password2="another")
    yield "signup-refused"
    person.send(email="anna@gmial.com", password1=PASSWORD, password2=PASSWORD)
    yield "signup-done-suggestion"
    person.send(code="BBBBCCCC")
    yield "signup-code-wrong"
    person.open("/users/signup/")
    person.send(email=person.address, password1=PASSWORD, password2=PASSWORD)
    yield "signup-done"
    yield from reading(person, "/users/confirm-email/")
    person.follow_letter("/users/confirm-email/")
    yield "confirm"
    person.page.context.clear_cookies(name="signup")
    person.page.reload()
    yield "confirm-elsewhere"
    person.send(password1=SHORT, password2=SHORT)
    yield "confirm-elsewhere-refused"
    person.send(password1=PASSWORD, password2=PASSWORD)
    yield "account-confirmed"
    person.follow_letter("/users/confirm-email/")
    yield "confirm-used"


def reading(person: Person, link: str) -> Iterator[str]:
    """Look at a letter in the inbox from all sides."""
    person.open_letter(link)
    yield "letter"
    for view in ("text", "headers", "source"):
        person.follow(f"/{view}/")
        yield f"letter-{view}"


def forgetting(person: Person) -> Iterator[str]:
    person.sign_up()
    person.sign_out()
    person.open("/users/login/")
    yield "login"
    person.send(username=person.address, password=SHORT)
    yield "login-refused"
    person.follow("/users/password-reset/")
    yield "reset"
    person.send(email=NO_ADDRESS)
    yield "reset-refused"
    person.send(email=person.address)
    yield "reset-done"
    person.send(code="short")
    yield "reset-code-refused"
    person.open("/users/password-reset/")
    person.send(email="anna@gmial.com")
    yield "reset-done-suggestion"
    person.follow_letter("/users/password-reset/")
    yield "reset-link"
    person.send(new_password1=SHORT, new_password2=SHORT)
    yield "reset-link-refused"
    person.send(new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    yield "reset-complete"


def settling(person: Person) -> Iterator[str]:
    person.sign_up()
    person.open("/users/account/")
    person.send(name="Anna")
    yield "account-saved"
    person.follow("/users/password-change/")
    yield "password-change"
    person.send(old_password=SHORT, new_password1=SHORT, new_password2="another")
    yield "password-change-refused"
    person.send(old_password=PASSWORD, new_password1=NEW_PASSWORD, new_password2=NEW_PASSWORD)
    yield "password-changed"
    person.follow("/users/account/delete/")
    yield "delete"
    person.send(password=SHORT)
    yield "delete-refused"
    person.open("/users/email-change/")
    yield "address-change"
    person.send(email=NO_ADDRESS, password=SHORT)
    yield "address-change-refused"
    person.send(email=f"new-{person.address}", password=NEW_PASSWORD)
    yield "address-change-asked"
    person.open("/users/email-change/")
    yield "address-change-waiting"
    person.follow_letter("/users/email-change/stop/")
    yield "address-stop"
    person.follow_letter("/users/email-change/confirm/")
    yield "address-confirm"
    person.send()
    yield "address-confirmed"
    person.follow_letter("/users/email-change/undo/")
    yield "address-undo"
    person.send()
    yield "address-undone"


def leaving(person: Person) -> Iterator[str]:
    person.sign_up()
    person.page.context.clear_cookies(name="session")
    person.sign_in(PASSWORD)
    yield "account-two-sessions"
    person.follow("/users/account/delete/")
    person.send(password=PASSWORD)
    yield "home-account-deleted"
    person.open("/users/login/")
    for _ in range(FAILURES_OF_ACCOUNT.most + 1):
        person.send(username=person.address, password=PASSWORD)
    yield "login-too-many-failures"


JOURNEYS: list[Journey] = [looking_around, joining, forgetting, settling, leaving]
