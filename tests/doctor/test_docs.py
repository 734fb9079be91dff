"""The pages on mail say what the code does."""

import re

import pytest

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.doctor import walk
from cinemahub.mail.services.registry import PROVIDERS
from docs.generated import MAIL_PAGES
from settings.variables import VARIABLES

PAGES = {language: path.read_text() for language, path in MAIL_PAGES.items()}


def test_both_tables_of_variables_have_the_same_names_and_examples() -> None:
    row = re.compile(r"^\| (`[A-Z_]+`) \| .+ \| (`[^|]+`) \|$", re.MULTILINE)
    english, russian = (row.findall(PAGES[language].partition("<!-- variables -->")[2]) for language in ("en", "ru"))
    assert english
    assert russian == english


@pytest.mark.parametrize("language", PAGES)
def test_every_diagnosis_and_provider_is_there(language: str) -> None:
    for name in (*CAUSES, *PROVIDERS):
        assert f"| `{name}` |" in PAGES[language]


@pytest.mark.parametrize("language", PAGES)
def test_every_variable_it_speaks_of_exists(language: str) -> None:
    named = set(re.findall(r"\b(?:EMAIL|DOCTOR|MAIL|SERVER|DEFAULT_FROM)_[A-Z_]+\b", PAGES[language]))
    assert named - {*VARIABLES, "EMAIL_BACKEND"} == set()  # Django's own, which people look for


@pytest.mark.parametrize("language", PAGES)
def test_every_step_of_the_doctor_is_explained(language: str) -> None:
    steps = {
        step for way in (walk.SETTINGS, walk.SMTP, walk.API, walk.EMAIL, walk.ROUNDTRIP, walk.DOMAIN) for step, _ in way
    }
    assert steps - {"quit"} - set(re.findall(r"`(\w+)", PAGES[language])) == set()


@pytest.mark.parametrize("language", PAGES)
def test_links_within_a_page_lead_somewhere(language: str) -> None:
    headings = re.findall(r"^## (.+)$", PAGES[language], re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGES[language])) <= anchors


def test_both_pages_have_the_same_shape() -> None:
    shape = re.compile(r"^(#+|```|<!-- .+ -->|\d+\.|\|)", re.MULTILINE)
    assert shape.findall(PAGES["en"]) == shape.findall(PAGES["ru"])
