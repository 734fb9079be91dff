"""The inbox of development in a browser: with scripts it is more comfortable, without them all of it works too."""

import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPerson
from tests.browser.house import House
from tests.browser.person import Person

LINES = 80  # higher than any window here
HAS_NO_SCROLL_BAR = """() => {
    const { contentDocument, contentWindow } = document.querySelector("iframe");
    const height = contentDocument.documentElement.scrollHeight;
    return height > 1000 && contentWindow.innerHeight === height;
}"""


def arrive(house: House, person: Person, subject: str) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "post@cinemahub.example", person.address
    message.set_content("x")
    link = f'<a href="{house.site_url}/users/login/">Sign in</a>'
    message.add_alternative(f"<!doctype html><body>{link}{'<p>x</p>' * LINES}</body>", subtype="html")
    message.add_attachment(b"<script>alert(1)</script>", maintype="text", subtype="html", filename="bill.html")
    with smtplib.SMTP("127.0.0.1", int(house.variables["INBOX_SMTP_PORT"]), timeout=10) as smtp:
        smtp.send_message(message)


def open_list(person: Person) -> Page:
    """Show the emails to this person only, as others have theirs in the same inbox."""
    person.open(f"/inbox/?q={person.address}")
    return person.page


def test_an_email_appears_without_loading_the_page_anew(the_house: House, person: Person) -> None:
    page = open_list(person)
    page.locator("#q").fill("half a word")
    arrive(the_house, person, "First")
    page.get_by_role("link", name="Unread: First").wait_for()
    assert page.locator("#q").input_value() == "half a word"
    assert page.title().startswith("(")


@pytest.mark.parametrize(("down", "up"), [("ArrowDown", "ArrowUp"), ("j", "k")])
def test_keys_walk_through_the_list(the_house: House, person: Person, down: str, up: str) -> None:
    for subject in ("First", "Second", "Third"):
        arrive(the_house, person, subject)
    page = open_list(person)
    page.get_by_role("link", name="Third").focus()
    walked = []
    for key in (down, down, down, up):
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.textContent").split()[-1])
    assert walked == ["Second", "First", "First", "Second"]


def test_a_frame_is_as_high_as_its_email_at_every_width(the_house: House, person: Person) -> None:
    arrive(the_house, person, "Long")
    page = open_list(person)
    person.go(page.get_by_role("link", name="Long"))
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(HAS_NO_SCROLL_BAR)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_everything_works_with_and_without_scripts(the_house: House, new_person: NewPerson, *, scripts: bool) -> None:
    person = new_person(java_script_enabled=scripts, accept_downloads=True)
    arrive(the_house, person, "Bill")
    person.open("/inbox/?paused")
    person.page.locator("#q").fill(person.address)
    person.go(person.page.locator("form[role=search] button"))
    person.go(person.page.get_by_role("link", name="Bill"))
    page = person.page
    with page.expect_download() as saved:
        page.get_by_role("link", name="bill.html").click()
    assert saved.value.suggested_filename == "bill.html"
    person.follow("?look=dark")
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Sign in").click()
    assert opened.value.locator("[name=username]").is_visible()
    person.go(page.get_by_role("button", name="Delete this email"))
    assert "Bill" not in open_list(person).locator("main").inner_text()
