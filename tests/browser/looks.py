"""The windows in which pages are looked at."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

from tests.browser import fonts

PHONE, DESKTOP, TALL_PHONE = 320, 1280, 390
HEIGHT = 800
WIDER = "document.scrollingElement.scrollWidth > innerWidth"
TOO_WIDE = """
    [...document.querySelectorAll('main *, header *, footer *')]
        .filter(element => element.getBoundingClientRect().right > innerWidth)
        .map(element => element.outerHTML.slice(0, 80))
"""
# A sheet made by a script: the policy of the pages forbids any that stands in them.
WITH_WIDE_LETTERS = f"""
    const wide = new CSSStyleSheet()
    wide.replaceSync("* {{ font-family: '{fonts.WIDE}' !important }}")
    document.adoptedStyleSheets = [wide]
"""
AS_BEFORE = "document.adoptedStyleSheets = []; document.documentElement.style.fontSize = ''"


@dataclass(frozen=True)
class Look:
    width: int
    scheme: Literal["light", "dark"]
    again: bool = False  # only the colours differ from a look that went before

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


LOOKS = {
    "en": [
        Look(PHONE, "light"),
        Look(PHONE, "dark", again=True),
        Look(DESKTOP, "dark"),
        Look(DESKTOP, "light", again=True),
    ],
    "ru": [Look(PHONE, "light"), Look(DESKTOP, "dark")],  # another language changes lengths, not colours
}


def put_on(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": HEIGHT})
    page.emulate_media(color_scheme=look.scheme)


def too_wide(page: Page) -> list[str]:
    """Return what is wider than its window: on a small phone, with wide letters there, with letters twice as large."""
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    problems = _wider(page, "small phone")
    page.evaluate(WITH_WIDE_LETTERS)
    problems += _wider(page, "wide letters")
    page.set_viewport_size({"width": TALL_PHONE, "height": HEIGHT})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    problems += _wider(page, "twice as large")
    page.evaluate(AS_BEFORE)
    return problems


def _wider(page: Page, where: str) -> list[str]:
    return [f"{where}: {page.evaluate(TOO_WIDE)}"] if page.evaluate(WIDER) else []
