from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from cinemahub.inbox.preheader import preheader
from cinemahub.inbox.preview import preview_of
from cinemahub.inbox.views import preview
from cinemahub.mail.letters import declared_letter, declared_letters

LANGUAGES = [code for code, _ in settings.LANGUAGES]
EVERY_LETTER = [(letter.name, language) for letter in declared_letters() for language in LANGUAGES]


def page(client: Client, path: str) -> str:
    response = client.get(f"/inbox/letters/{path}")
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_the_list_leads_to_every_declared_letter_in_every_language(client: Client) -> None:
    html = page(client, "")
    assert EVERY_LETTER
    for name, language in EVERY_LETTER:
        assert f'href="/inbox/letters/{name}/{language}/"' in html


def test_inbox_and_list_lead_to_each_other(client: Client) -> None:
    assert 'href="/inbox/letters/"' in client.get("/inbox/").content.decode()
    assert 'href="/inbox/"' in page(client, "")
    assert 'href="/inbox/letters/"' in page(client, "password_reset/en/")


@pytest.mark.parametrize(("name", "language"), EVERY_LETTER)
def test_a_letter_is_shown_whole(client: Client, name: str, language: str) -> None:
    shown, html = preview_of(declared_letter(name), language), page(client, f"{name}/{language}/")
    assert f'<h1 lang="{language}">{shown.subject}</h1>' in html
    assert f">{escape(shown.preheader)}</span>" in html
    assert escape(settings.DEFAULT_FROM_EMAIL) in html
    assert html.count(f'src="/inbox/letters/{name}/{language}/frame/"') == 2
    assert page(client, f"{name}/{language}/?look=dark").count(f"/{language}/frame/?look=dark") == 3
    assert f'/inbox/letters/{name}/{language}/" lang="{language}" aria-current="page"' in html


def test_the_frame_holds_the_letter_and_the_page_its_text(client: Client) -> None:
    assert "Set a new password</a>" in page(client, "password_reset/en/frame/")
    assert 'test/this-is-a-test/" rel="nofollow">' in page(client, "password_reset/en/")


def test_the_language_of_the_page_is_not_that_of_the_letter(client: Client) -> None:
    client.cookies["language"] = "ru"
    html = page(client, "password_reset/en/")
    assert '<html lang="ru">' in html
    assert '<h1 lang="en">Password reset on' in html


@pytest.mark.django_db
def test_looking_at_letters_sends_none(client: Client) -> None:
    page(client, ""), page(client, "password_reset/en/"), page(client, "password_reset/en/frame/")
    assert mail.outbox == []


def test_a_previewed_letter_is_as_locked_in_as_a_kept_one(client: Client) -> None:
    frame, shown = (
        client.get("/inbox/letters/password_reset/en/frame/"),
        client.get("/inbox/letters/password_reset/en/"),
    )
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "; sandbox " in policy
    assert "allow-scripts" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "DENY"
    assert "frame-src" not in client.get("/inbox/letters/")["Content-Security-Policy"]


@pytest.fixture
def without_sample(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    letter = replace(declared_letter("password_changed"), sample=None)
    monkeypatch.setattr(preview, "declared_letters", lambda: [letter])
    monkeypatch.setattr(preview, "declared_letter", {letter.name: letter}.__getitem__)
    yield


@pytest.mark.usefixtures("without_sample")
def test_a_letter_without_a_sample_is_listed_and_says_so(client: Client) -> None:
    html = page(client, "")
    assert "password_changed" in html
    assert "Declared without a sample" in html
    assert client.get("/inbox/letters/password_changed/en/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", ["nothing/en/", "password_reset/xx/", "password_reset/xx/frame/", "nothing/ru/frame/"])
def test_an_unknown_letter_or_language_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/inbox/letters/{path}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", ["", "password_reset/en/", "password_reset/en/frame/"])
def test_without_debug_there_is_no_preview(client: Client, settings: Settings, path: str) -> None:
    settings.DEBUG = False
    assert client.get(f"/inbox/letters/{path}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ('<body><div style="display: none; max-height: 0">Two <b>words</b></div>shown', "Two words"),
        (
            '<div style="display:none">One<br>line\u200c\u00a0\u200c&nbsp;</div><p style="display:none">more</p>',
            "Oneline",
        ),
        ('<div style="color: red">shown</div>', ""),
        ("", ""),
    ],
)
def test_the_preheader_is_the_first_hidden_text(html: str, seen: str) -> None:
    assert preheader(html) == seen
