"""The reset with the keyboard alone."""

from playwright.sync_api import Frame, Page, expect

from tests.browser.person import NEW_PASSWORD, Person

RESET = "/users/password-reset/"
MAX_STEPS = 60


def tab_to(page: Page, selector: str, frame: Frame | None = None) -> None:
    focused = (frame or page).locator(f"{selector}:focus")
    for _ in range(MAX_STEPS):
        if focused.count():
            # Drawn around the element: axe does not look whether one sees where one is.
            expect(focused).not_to_have_css("outline-style", "none")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not get to {selector} on {page.url}")


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def enter(page: Page, **fields: str) -> None:
    """Fill the fields in and send the form."""
    for name, value in fields.items():
        tab_to(page, f"[name={name}]:not([hidden])")
        page.keyboard.type(value)
    press_enter(page)


def test_the_reset_is_walked_with_the_keyboard_alone(person: Person) -> None:
    person.sign_up()
    person.sign_out()
    page = person.page

    tab_to(page, "a[href='/users/login/']")
    press_enter(page)
    tab_to(page, f"a[href='{RESET}']")
    press_enter(page)
    enter(page, email=person.address)
    assert person.path == f"{RESET}done/"

    person.open_letter(RESET)
    frame = page.frames[1]
    tab_to(page, f"a[href*='{RESET}']", frame)
    person.change_tab(lambda: frame.page.keyboard.press("Enter"))
    page = person.page
    enter(page, new_password1=NEW_PASSWORD)
    assert person.path == f"{RESET}complete/"

    tab_to(page, "main a[href='/users/login/']")
    press_enter(page)
    enter(page, username=person.address, password=NEW_PASSWORD)
    assert person.is_signed_in
    tab_to(page, "form[action='/users/logout/'] button")
    press_enter(page)
    assert not person.is_signed_in


def test_the_first_step_skips_to_the_content(person: Person, page: Page) -> None:
    person.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_refused_form_puts_the_cursor_where_the_error_is(person: Person, page: Page) -> None:
    person.open("/users/password-reset/")
    person.send(email="anna@example")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
