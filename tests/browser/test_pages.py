"""Every page in every state, in both languages, light and dark, on a phone and on a desktop."""

import pytest
from pytest_django import Settings

from cinemahub.mail.letters import declared_letter, declared_letters
from cinemahub.mail.sending.compose import compose_sample
from tests.browser import axe
from tests.browser.conftest import LookAt, NewPerson
from tests.browser.journeys import JOURNEYS, Journey
from tests.browser.looks import LOOKS, too_wide
from tests.browser.person import Person


@pytest.mark.parametrize("language", LOOKS)
@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_page_is_usable_by_all(new_person: NewPerson, look_at: LookAt, journey: Journey, language: str) -> None:
    person = new_person(language)
    problems = []
    for state in journey(person):
        assert person.language == language
        found = look_at(person.page, language, state, axe.PAGE) + too_wide(person.page)
        problems += [f"{state} {problem}" for problem in found]
    assert problems == []


@pytest.mark.parametrize("language", LOOKS)
def test_every_letter_is_usable_by_all(person: Person, look_at: LookAt, language: str) -> None:
    page, problems = person.page, []
    person.open("/inbox/letters/")
    for letter in declared_letters():
        frame = page.request.get(f"/inbox/letters/{letter.name}/{language}/frame/")
        page.goto("about:blank")  # the frame's own page is sandboxed, which keeps axe from running
        page.set_content(frame.text())
        found = look_at(page, language, f"sent-{letter.name}", axe.EMAIL)
        problems += [f"{letter.name} {problem}" for problem in found]
    assert problems == []


def test_a_button_in_yellow_is_usable_by_all(person: Person, look_at: LookAt, settings: Settings) -> None:
    """One that is too light for white letters."""
    settings.SITE_ACCENT = "#ffd500"
    message = compose_sample(declared_letter("password_reset"), "anna@example.com", "en")
    person.open("/inbox/")
    person.page.goto("about:blank")
    person.page.set_content(str(message.alternatives[0][0]))
    assert look_at(person.page, "en", "sent-password_reset-yellow", axe.EMAIL) == []
