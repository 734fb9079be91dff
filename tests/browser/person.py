"""Somebody at a browser, with an address of their own."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import Locator, Page

PASSWORD = "a long and private password"
NEW_PASSWORD = "a newer and longer password"
MAX_POST_SECONDS = 30
POLL_MILLISECONDS = 100


class Person:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.address = f"{uuid4().hex[:12]}@example.com"

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def status(self) -> int:
        """The status of the answer that made this page."""
        return int(self.page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus"))

    @property
    def language(self) -> str | None:
        return self.page.locator("html").get_attribute("lang")

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def is_signed_in(self) -> bool:
        return self.page.locator("form[action$='/users/logout/']").count() == 1

    def open(self, path: str) -> None:
        self.page.goto(path)

    def follow(self, path: str) -> None:
        """Click the page's link to `path`."""
        self.go(self.page.locator(f"a[href$='{path}']:visible").first)

    def go(self, element: Locator) -> None:
        if "enter-frame" in str(element):  # a link in an email; to ask it itself would run a script there
            self.change_tab(element.click)
        else:
            with self.page.expect_navigation():
                element.click()

    def change_tab(self, act: Callable[[], None]) -> None:
        """Do what opens a new tab, and go on there."""
        with self.page.context.expect_page() as opened:
            act()
        self.page.close()
        self.page = opened.value
        self.page.wait_for_load_state()

    def send(self, **fields: str) -> None:
        """Fill in the form that has these fields, and press its button."""
        form = self.page.locator("main form")
        for name, value in self._shown(fields).items():
            form = form.filter(has=self.page.locator(f"[name={name}]:visible"))
            form.locator(f"[name={name}]:visible").fill(value)
        self.go(form.locator("button[type=submit]"))

    def press_twice(self, **fields: str) -> None:
        """Fill in the page's form and press its button again while the first press is under way."""
        for name, value in self._shown(fields).items():
            self.page.locator(f"main form [name={name}]:visible").fill(value)
        self.page.locator("main form button[type=submit]").first.dblclick(delay=20, no_wait_after=True)
        self.page.wait_for_load_state("networkidle")

    def _shown(self, fields: dict[str, str]) -> dict[str, str]:
        """Leave out the second field of a new password where scripts have put it away."""
        away = {each for each in fields if each.endswith("2") and not self.page.locator(f"[name={each}]").is_visible()}
        return {name: value for name, value in fields.items() if name not in away}

    def ask_for_account(self) -> None:
        self.open("/users/signup/")
        self.send(email=self.address, password1=PASSWORD, password2=PASSWORD)
        assert self.path == "/users/signup/done/"
        assert not self.is_signed_in

    def sign_up(self) -> None:
        """From the form over the letter to being signed in."""
        self.ask_for_account()
        self.follow_letter("/users/confirm-email/")
        self.send()
        assert self.is_signed_in

    def sign_out(self) -> None:
        self.go(self.page.locator("form[action$='/users/logout/'] button"))
        assert not self.is_signed_in

    def sign_in(self, password: str) -> None:
        self.open("/users/login/")
        self.send(username=self.address, password=password)

    def ask_for_reset(self) -> None:
        self.open("/users/password-reset/")
        self.send(email=self.address)
        assert self.path == "/users/password-reset/done/"

    def open_letter(self, link: str) -> Locator:
        """Find the newest letter with a link to somewhere below `link`, open it and return the link in it."""
        return self.find_in_letter(f"a[href*='{link}']:not([href$='{link}'])")

    def find_in_letter(self, selector: str) -> Locator:
        """Wait for a letter that has such an element, open the newest and return the element in it."""

        def look() -> Locator | None:
            for letter in self._letters():
                self.open(letter)
                found = self.page.frame_locator("iframe").locator(selector).first
                if found.count():
                    return found
            return None

        return self._wait(look, f"a letter to {self.address} with {selector}")

    def follow_letter(self, link: str) -> None:
        self.go(self.open_letter(link))

    def read_code(self, link: str) -> str:
        """Return the code of the newest letter with a link to somewhere below `link`."""
        self.open_letter(link)
        letter = self.page.frame_locator("iframe").locator("body").inner_text()
        codes: list[str] = re.findall(r"^[A-Z3479]{4}-[A-Z3479]{4}$", letter, re.MULTILINE)
        return codes[0]

    def wait_for_letters(self, count: int) -> list[str]:
        """Wait until there are so many letters; return what they are about, newest first."""
        return self._wait(
            lambda: subjects if len(subjects := self.subjects()) >= count else None,
            f"{count} letters to {self.address}",
        )

    def subjects(self) -> list[str]:
        """Return what this person's letters in the inbox are about, newest first."""
        return [letter.inner_text().splitlines()[-1] for letter in self._list_letters()]  # after "Unread:"

    def _letters(self) -> list[str]:
        """Return the addresses of this person's letters in the inbox, newest first."""
        return [letter.get_attribute("href") or "" for letter in self._list_letters()]

    def _list_letters(self) -> list[Locator]:
        self.open("/inbox/?paused")
        return self.page.locator("main li").filter(has_text=self.address).get_by_role("link").all()

    def _wait[T](self, look: Callable[[], T | None], wanted: str) -> T:
        deadline = time.monotonic() + MAX_POST_SECONDS
        while time.monotonic() < deadline:
            if found := look():
                return found
            self.page.wait_for_timeout(POLL_MILLISECONDS)
        raise TimeoutError(f"there is not {wanted}")
