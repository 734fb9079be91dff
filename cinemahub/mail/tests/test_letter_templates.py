"""What every declared letter keeps to, in every language: composed from its sample and read as a mail program does."""

import html
import re
from copy import deepcopy

import pytest
from django.conf import settings as site
from django.template.loader import render_to_string
from django.utils.translation import get_language_info
from pytest_django import Settings

from cinemahub.mail.letters import Letter, declared_letters
from cinemahub.mail.sending.compose import compose_sample
from cinemahub.mail.tests.letter_parts import ADDRESS, Parts, parts_of, words
from cinemahub.mail.tests.mail_programs import faults

SITE_HOST = "cinemahub.example"
SITE_URL = f"https://{SITE_HOST}"
SITE_NAME = site.SITE_NAME
READER = "anna@mail.example"
UNKNOWN = "UNKNOWN-VARIABLE"

LARGEST_HTML_BYTES = 100_000  # Gmail cuts off what is above 102 kB
MAX_LINE = 72
MAX_SUBJECT = 70
SHOWN_IN_A_LIST = 110  # characters, of subject and text, in a wide window of Gmail

LETTERS = declared_letters()
CYRILLIC = re.compile("[\u0400-\u04ff]")
LATIN_WORD = re.compile("[A-Za-z]{2,}")


@pytest.fixture(autouse=True)
def site_settings(settings: Settings) -> None:
    settings.SITE_URL, settings.SITE_HOST = SITE_URL, SITE_HOST
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UNKNOWN


@pytest.fixture(params=LETTERS, ids=lambda letter: letter.name)
def letter(request: pytest.FixtureRequest) -> Letter:
    declared: Letter = request.param
    return declared


@pytest.fixture(params=[code for code, _ in site.LANGUAGES])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def parts(letter: Letter, language: str) -> Parts:
    return parts_of(compose_sample(letter, READER, language))


@pytest.fixture
def spoken(parts: Parts, language: str) -> str:
    """The language of the letter: that of the site where the wanted one is not translated whole."""
    [root] = parts.page.tagged("html")
    assert root.attributes["lang"] in {language, site.LANGUAGE_CODE}
    return root.attributes["lang"]


def test_letters_are_found() -> None:
    assert LETTERS


def test_a_letter_has_a_sample(letter: Letter) -> None:
    assert letter.sample


def test_nothing_of_the_templates_is_left_over(parts: Parts) -> None:
    for text in (parts.subject, parts.text, parts.html):
        assert not re.findall(rf"{{{{|}}}}|{{%|%}}|%\(|\bNone\b|{UNKNOWN}", text)


def test_the_subject_is_one_short_line(parts: Parts) -> None:
    assert parts.subject.splitlines() == [parts.subject.strip()]
    assert len(parts.subject) <= MAX_SUBJECT


def test_the_text_is_text(parts: Parts) -> None:
    assert html.unescape(parts.text) == parts.text
    assert not re.findall(r"</?\w|\n\n\n", parts.text)


def test_a_line_of_the_text_fits_unless_it_is_a_link(parts: Parts) -> None:
    long = [line for line in parts.text.splitlines() if len(line) > MAX_LINE]
    assert [line for line in long if not ADDRESS.fullmatch(line)] == []


def test_a_link_of_the_text_stands_on_a_line_of_its_own(parts: Parts) -> None:
    assert parts.text_links == {line for line in parts.text.splitlines() if "http" in line}


def test_text_and_html_hold_the_same_links_to_the_site_alone(parts: Parts) -> None:
    assert parts.page.links == parts.text_links
    assert {link for link in parts.page.links if link != SITE_URL and not link.startswith(f"{SITE_URL}/")} == set()
    assert set(ADDRESS.findall(parts.html)) == parts.page.links


def test_a_link_carries_nothing_that_tells_who_clicked_where(parts: Parts) -> None:
    assert [link for link in parts.page.links if re.search("[?&#]", link)] == []


def test_filters_find_an_even_number_of_links(parts: Parts) -> None:
    """An odd one is a sign of spam to rspamd: text and HTML then cannot be the same."""
    assert ADDRESS.findall(parts.text) == [link.attributes["href"] for link in parts.page.tagged("a")]


def test_what_the_text_says_the_html_says_too(parts: Parts) -> None:
    shown = words(parts.visible)
    said = [each for each in parts.text.split("\n\n") if not ADDRESS.fullmatch(each)]
    assert [paragraph for paragraph in said if words(paragraph) not in shown] == []


def test_what_the_html_says_the_text_says_too(parts: Parts) -> None:
    """Except for the site's name, the heading, which is the subject in other words, and the labels of buttons."""
    said = words(parts.text)
    blocks = [b for b in parts.page.blocks if b.text != SITE_NAME and b.tag != "h1" and not b.link]
    assert blocks
    assert [block.text for block in blocks if words(block.text) not in said] == []


def test_the_html_is_small_enough_to_be_shown_whole(parts: Parts) -> None:
    assert len(parts.html.encode()) < LARGEST_HTML_BYTES


def test_the_html_holds_only_what_mail_programs_understand(parts: Parts) -> None:
    assert faults(parts.html) == []


def test_the_title_is_the_subject(parts: Parts) -> None:
    assert parts.page.title == parts.subject


def test_the_layout_is_as_wide_in_outlook_as_elsewhere(parts: Parts) -> None:
    [layout] = [table for table in parts.page.tagged("table") if "max-width" in table.declarations]
    assert layout.attributes["width"] == layout.declarations["max-width"].removesuffix("px")
    assert layout.declarations["width"] == "100%"


def test_the_ground_is_not_the_body_s_alone(parts: Parts) -> None:
    """Webmail makes a div of the body."""
    [body], outer = parts.page.tagged("body"), parts.page.tagged("table")[0]
    assert outer.attributes["bgcolor"] == body.declarations["background-color"]
    assert (outer.attributes["width"], outer.attributes["class"]) == ("100%", body.attributes["class"])


def test_what_follows_the_preheader_is_kept_out_of_the_list(parts: Parts) -> None:
    hidden = parts.html.partition("mso-hide: all")[2].partition("</div>")[0]
    assert hidden.count("&#847;") >= SHOWN_IN_A_LIST - len(parts.page.hidden)


def test_every_element_is_closed_where_it_was_opened(parts: Parts) -> None:
    assert parts.html.lower().startswith("<!doctype html>")
    assert parts.page.misnested == []


def test_tables_are_not_read_out_as_tables(parts: Parts) -> None:
    assert {table.attributes.get("role") for table in parts.page.tagged("table")} == {"presentation"}


def test_the_html_names_its_language(parts: Parts, spoken: str) -> None:
    assert {element.attributes.get("lang", spoken) for element in parts.page.elements} == {spoken}


def test_a_hidden_preheader_goes_on_from_the_subject(parts: Parts) -> None:
    assert parts.page.hidden
    assert words(parts.page.hidden) not in words(parts.subject)
    assert words(parts.subject) not in words(parts.page.hidden)


def test_the_foot_says_why_one_gets_this_letter(parts: Parts) -> None:
    _, rule, foot = parts.text.rpartition("\n-- \n")
    assert rule
    assert READER in foot


def test_one_language_is_spoken_throughout(letter: Letter, spoken: str, parts: Parts) -> None:
    assert letter.sample
    footer = render_to_string("mail/footer.txt", {"site_url": SITE_URL}).splitlines()  # may be a postal address
    names = [SITE_NAME, SITE_HOST, READER, "UTC", *filter(None, footer)]
    names = sorted([*names, *map(str, letter.sample(READER).context.values())], key=len, reverse=True)
    foreign = CYRILLIC if is_latin(spoken) else LATIN_WORD
    for text in parts.said:
        own_words = re.sub("|".join(map(wrapped, names)), "", ADDRESS.sub("", text))
        assert foreign.findall(own_words) == []


def wrapped(name: str) -> str:
    """Return a pattern of a name, wherever its line is broken."""
    return r"\s+".join(map(re.escape, name.split()))


def is_latin(language: str) -> bool:
    """Tell what a language is written in by what it calls itself."""
    return bool(LATIN_WORD.search(str(get_language_info(language)["name_local"])))
