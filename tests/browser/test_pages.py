"""Every page in every state, in both languages, light and dark, on a phone and on a desktop."""

from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from pytest_django import Settings

from cinemahub.mail.letters import declared_letter, declared_letters
from cinemahub.mail.sending.compose import compose_sample
from tests.browser.conftest import NewPerson
from tests.browser.journeys import JOURNEYS, Journey
from tests.browser.person import Person
from tests.site.environment import ROOT

SCREENSHOTS = ROOT / "var" / "screenshots"
PHONE, DESKTOP = 320, 1280
HEIGHT = 800
LOOKS: dict[str, list[tuple[int, Literal["light", "dark"]]]] = {
    "en": [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "dark"), (DESKTOP, "light")],
    "ru": [(PHONE, "light"), (DESKTOP, "dark")],  # another language changes lengths, not colours
}
RUN_AXE = "axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
# What surrounds a letter, landmarks and all, is the mail program's.
RUN_AXE_ON_LETTER = "axe.run({resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"


@pytest.mark.parametrize("language", LOOKS)
@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_page_is_usable_by_all(new_person: NewPerson, journey: Journey, language: str) -> None:
    person = new_person(language)
    problems = []
    for state in journey(person):
        assert person.language == language
        problems += [f"{state} {problem}" for problem in look_at(person.page, language, state)]
    assert problems == []


@pytest.mark.parametrize("language", LOOKS)
def test_every_letter_is_usable_by_all(person: Person, language: str) -> None:
    page, problems = person.page, []
    person.open("/inbox/letters/")
    for letter in declared_letters():
        frame = page.request.get(f"/inbox/letters/{letter.name}/{language}/frame/")
        page.goto("about:blank")  # the frame's own page is sandboxed, which keeps axe from running
        page.set_content(frame.text())
        found = look_at(page, language, f"sent-{letter.name}", RUN_AXE_ON_LETTER)
        problems += [f"{letter.name} {problem}" for problem in found]
    assert problems == []


def test_a_button_in_yellow_is_usable_by_all(person: Person, settings: Settings) -> None:
    """One that is too light for white letters."""
    settings.SITE_ACCENT = "#ffd500"
    message = compose_sample(declared_letter("password_reset"), "anna@example.com", "en")
    person.open("/inbox/")
    person.page.goto("about:blank")
    person.page.set_content(str(message.alternatives[0][0]))
    assert look_at(person.page, "en", "sent-password_reset-yellow", RUN_AXE_ON_LETTER) == []


def look_at(page: Page, language: str, state: str, run_axe: str = RUN_AXE) -> list[str]:
    """Return what breaks a rule of axe or is wider than the window; keep screenshots."""
    problems = []
    page.evaluate(AXE_SCRIPT)
    for width, scheme in LOOKS[language]:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        found = violations(page, run_axe)
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        problems += [f"{width} {scheme}: {problem}" for problem in found]
        page.screenshot(path=SCREENSHOTS / language / f"{state}-{width}-{scheme}.png", full_page=True)
    return problems


def violations(page: Page, run_axe: str) -> list[str]:
    result: dict[str, Any] = page.evaluate(run_axe)
    return [f"{rule['id']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]]
