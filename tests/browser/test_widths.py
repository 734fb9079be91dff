"""No page is wider than its window, neither with wide letters on a small phone nor with letters twice as large."""

import pytest
from playwright.sync_api import Page

from tests.browser import fonts
from tests.browser.conftest import NewPerson
from tests.browser.journeys import JOURNEYS, Journey

LOOKS = {"small phone": (320, 100), "twice as large": (390, 200)}  # the window's width, and the letters' size in %
HEIGHT = 800
TOO_WIDE = """
    [...document.querySelectorAll('main *, header *, footer *')]
        .filter(element => element.getBoundingClientRect().right > innerWidth)
        .map(element => element.outerHTML.slice(0, 80))
"""


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_no_page_is_wider_than_its_window(new_person: NewPerson, journey: Journey, language: str) -> None:
    person = new_person(language, fonts.WIDE)
    assert [f"{state} {problem}" for state in journey(person) for problem in too_wide(person.page)] == []


def too_wide(page: Page) -> list[str]:
    problems = []
    for name, (width, percent) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            problems.append(f"{name}: {page.evaluate(TOO_WIDE)}")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return problems
