"""An email in a language whose catalogue is whole, and in one whose catalogue has gaps."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from cinemahub.mail.letters import Letter, declared_letters
from cinemahub.mail.sending.compose import _say_untranslated, compose_sample
from cinemahub.mail.sending.untranslated import untranslated
from cinemahub.mail.tests.letter_parts import Parts, parts_of
from tests import pseudo

READER = "anna@mail.example"
every_letter = pytest.mark.parametrize("letter", declared_letters(), ids=lambda letter: letter.name)


def composed(letter: Letter, language: str) -> Parts:
    return parts_of(compose_sample(letter, READER, language))


def language_of(parts: Parts) -> str:
    [root] = parts.page.tagged("html")
    return root.attributes["lang"]


@pytest.fixture
def german(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    settings.SITE_NAME = "2001"  # which a translation leaves as it is
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    _say_untranslated.cache_clear()
    yield tmp_path
    _say_untranslated.cache_clear()


@every_letter
def test_with_a_whole_catalogue_it_is_in_that_language(german: Path, letter: Letter) -> None:
    pseudo.write_catalogue(german, "de")
    parts = composed(letter, "de")
    assert language_of(parts) == "de"
    assert parts.subject == pseudo.pseudo(composed(letter, "en").subject)


@every_letter
def test_with_a_gap_it_is_in_english_from_beginning_to_end_and_the_log_says_so_once(
    german: Path, letter: Letter, caplog: pytest.LogCaptureFixture
) -> None:
    pseudo.write_catalogue(german, "de", without=lambda text: text.startswith(("You received this", "If ", "The link")))
    parts, english = composed(letter, "de"), composed(letter, "en")
    assert (parts.subject, parts.text, parts.html) == (english.subject, english.text, english.html)
    composed(letter, "de")
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert said == [f"not translated into de, so sent in en: {letter.name}"]


def test_an_empty_catalogue_is_english_too(german: Path) -> None:
    pseudo.write_catalogue(german, "de", without=lambda text: True)
    assert {language_of(composed(letter, "de")) for letter in declared_letters()} == {"en"}


@pytest.mark.django_db
def test_the_preview_says_so(german: Path, client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    pseudo.write_catalogue(german, "de", without=lambda text: text.startswith("The link"))
    page = client.get("/inbox/letters/password_reset/de/", headers={"accept-language": "en"}).text
    assert "all of it is sent in this language: English." in page
    assert '<h1 lang="en">' in page
    assert "all of it is sent" not in client.get("/inbox/letters/password_reset/ru/").text


def test_gaps_are_collected_with_their_context_and_plurals_only_while_asked(german: Path) -> None:
    pseudo.write_catalogue(german, "de", without=lambda text: text != "Sign in")
    with translation.override("de"):
        with untranslated() as missing:
            translation.gettext("Sign in")
            translation.gettext("Sign up")
            translation.pgettext("of a letter", "Name")
            translation.ngettext("one hour", "%(count)d hours", 2)
        translation.gettext("Tonight")
    assert missing == ["Sign up", "of a letter\x04Name", "one hour"]


def test_russian_has_no_gap() -> None:
    assert {language_of(composed(letter, "ru")) for letter in declared_letters()} == {"ru"}
