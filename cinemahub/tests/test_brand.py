"""Whatever the brand is, it is everywhere and can be read."""

import re
from colorsys import hls_to_rgb
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

from cinemahub import brand
from cinemahub.colors import contrast
from cinemahub.mail.letters import Letter, declared_letters
from cinemahub.mail.sending.compose import compose_sample
from cinemahub.mail.tests.letter_parts import parts_of
from users.models import User

NAME, YELLOW = 'Tom & "Jerry"', "#ffd500"
ACCENTS = [
    "#" + bytes(round(255 * each) for each in hls_to_rgb(hue / 12, lightness / 10, saturation / 2)).hex()
    for hue in range(12)
    for lightness in range(11)
    for saturation in range(3)
]


@pytest.fixture
def renamed(settings: Settings) -> None:
    settings.SITE_NAME, settings.SITE_ACCENT = NAME, YELLOW


def test_everything_can_be_read_with_any_accent(settings: Settings) -> None:
    for settings.SITE_ACCENT in ACCENTS:
        colors = brand.palette()
        assert colors.button == settings.SITE_ACCENT
        assert [pair for pair in pairs(colors) if contrast(*pair) < brand.TEXT] == []
        assert contrast(colors.button_dark, brand.NIGHT) >= brand.SHAPE


def pairs(colors: brand.Palette) -> list[tuple[str, str]]:
    return [
        (colors.label, colors.button),
        (colors.label, colors.hover),
        (colors.link, brand.PAPER),
        (brand.PAPER, colors.deep),
        (brand.WHITE, colors.deep_hover),
        (colors.label_dark, colors.button_dark),
        (colors.label_dark, colors.hover_dark),
        (colors.link_dark, brand.NIGHT),
        (colors.link_hover_dark, brand.NIGHT),
    ]


def test_contrast_is_that_of_the_standard() -> None:
    """https://www.w3.org/WAI/WCAG22/Techniques/general/G18: black on white has 21:1, #777 on white is below 4.5."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_links_are_judged_against_the_grounds_of_the_style_sheet() -> None:
    css = Path(str(finders.find("site/site.css"))).read_text()
    (paper, night, *_), (card, dark_card, *_) = (re.findall(rf"--{name}: (#\w+);", css) for name in ("paper", "card"))
    assert min(paper, card, key=lambda color: contrast(color, brand.BLACK)) == brand.PAPER
    assert max(night, dark_card, key=lambda color: contrast(color, brand.BLACK)) == brand.NIGHT


@pytest.mark.usefixtures("renamed")
def test_a_page_asks_for_colours_that_browsers_keep(client: Client) -> None:
    [address] = re.findall(r'href="(/brand\.css\?v=\w+)"', client.get("/").text)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert f"--brand-button: {YELLOW};" in answer.text


def test_colours_of_another_version_are_not_kept(client: Client) -> None:
    assert client.get("/brand.css?v=000000000000").headers["Cache-Control"] == "no-cache"
    assert client.get("/brand.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("renamed")
@pytest.mark.parametrize("template", ["500.html", "400.html", "503.html", "home.html"])
def test_a_page_has_the_name_even_where_it_is_rendered_without_a_request(template: str) -> None:
    page = render_to_string(template)
    assert page.count("Tom &amp; &quot;Jerry&quot;") >= 2
    assert "Cinemahub" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("renamed")
def test_the_admin_has_the_name_and_the_colours(client: Client) -> None:
    client.force_login(User.objects.create_superuser("staff@site.example", "a long and private password"))
    page = client.get("/admin/")
    assert page.status_code == HTTPStatus.OK
    assert "| Tom &amp; &quot;Jerry&quot;</title>" in page.text
    assert "/brand.css?v=" in page.text
    assert "Cinemahub" not in page.text


@pytest.mark.usefixtures("renamed")
@pytest.mark.parametrize("letter", declared_letters(), ids=lambda letter: letter.name)
def test_an_email_has_the_name_and_the_colours(letter: Letter) -> None:
    html = parts_of(compose_sample(letter, "anna@mail.example", "en")).html
    assert ">Tom &amp; &quot;Jerry&quot;</td>" in html
    assert 'bgcolor="#a5141c"' not in html
    assert ("color: #000000; font-weight: bold" in html) == (f'bgcolor="{YELLOW}"' in html)
