"""What browsers and robots ask for at fixed addresses is there."""

from http import HTTPStatus

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings

PRIVATE = ["/users/login/", "/users/signup/", "/users/password-reset/", "/users/signup/done/", "/nothing/"]


@pytest.mark.parametrize(
    ("path", "file"), [("/favicon.ico", "site/favicon.ico"), ("/apple-touch-icon.png", "site/touch-icon.png")]
)
def test_an_icon_is_where_browsers_look_for_it(client: Client, path: str, file: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, f"/static/{file}")
    assert finders.find(file)
    assert "max-age=86400" in answer["Cache-Control"]


def test_the_manifest_has_the_name_of_the_site_and_icons_that_are_there(client: Client, settings: Settings) -> None:
    settings.SITE_NAME = "Кино"
    answer = client.get("/site.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer.json()["name"] == "Кино"
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in answer.json()["icons"])


def test_robots_may_look_everywhere_and_learn_no_address(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines() == ["User-agent: *", "Disallow:"]


@pytest.mark.parametrize("path", PRIVATE)
@pytest.mark.django_db
def test_only_the_home_page_may_be_found(client: Client, path: str) -> None:
    noindex = '<meta name="robots" content="noindex">'
    assert noindex in client.get(path).content.decode()
    assert noindex not in client.get("/").content.decode()


def test_every_page_leads_to_the_icons(client: Client) -> None:
    html = client.get("/").content.decode()
    for link in ('rel="icon" href="/static/site/favicon.ico"', 'rel="apple-touch-icon"', 'href="/site.webmanifest"'):
        assert link in html
