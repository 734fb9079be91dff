import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cinemahub.inbox import maildir
from cinemahub.inbox.tests.samples import LINK, sample
from cinemahub.inbox.views import listing

VIEWS = ["letter", "text", "headers", "source", "frame"]


@pytest.fixture
def key() -> str:
    return keep()


def keep(subject: str = "Новый пароль", **parts: str | None) -> str:
    return maildir.keep("post@cinemahub.example", ["boris@example.com"], sample(subject, **parts).as_bytes())


def page(client: Client, view: str, *arguments: str) -> str:
    response = client.get(reverse(f"inbox:{view}", args=arguments))
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_an_empty_inbox_says_how_to_get_a_letter(client: Client) -> None:
    assert "sendtestemail" in page(client, "list")
    assert "/inbox/empty/" not in page(client, "list")


def test_the_list_shows_subject_recipient_and_time_newest_first(client: Client) -> None:
    keep("Older"), keep("Newer"), keep("")
    html = page(client, "list")
    assert html.index("(no subject)") < html.index("Newer") < html.index("Older")
    assert "To: boris@example.com" in html
    assert "<time datetime=" in html


def test_the_list_says_when_it_leaves_letters_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LETTERS_LISTED", 2)
    keep("First"), keep("Second")
    assert "Only the newest" not in page(client, "list")
    keep("Third")
    assert "Only the newest 2 are listed." in page(client, "list")
    assert "First" not in page(client, "list")


def test_the_list_refreshes_itself_until_told_not_to(client: Client) -> None:
    refresh = '<noscript><meta http-equiv="refresh"'
    assert refresh in page(client, "list")
    assert refresh not in client.get("/inbox/?paused").content.decode()


def test_an_email_is_unread_until_it_is_opened(client: Client, key: str) -> None:
    html = page(client, "list")
    assert "(1) Inbox" in html
    assert "Unread:" in html
    page(client, "text", key)
    html = page(client, "list")
    assert "(1) Inbox" not in html
    assert "Unread:" not in html
    assert "Новый пароль" in page(client, "letter", key)


@pytest.mark.parametrize("words", ["НОВЫЙ", "boris пароль", "post@cinemahub", "Здравствуйте", ""])
def test_search_finds_words_in_subject_addresses_and_text(client: Client, words: str) -> None:
    keep(), keep("Something else", text="x", html=None)
    html = client.get("/inbox/", {"q": words}).content.decode()
    assert "Новый пароль</a>" in html
    assert ("Something else" in html) == (words in {"", "post@cinemahub"})


def test_search_that_finds_nothing_says_so(client: Client, key: str) -> None:
    html = client.get("/inbox/", {"q": '"><b>'}).content.decode()
    assert "No email has these words." in html
    assert "<b>" not in html


def test_an_email_leads_to_its_neighbours(client: Client) -> None:
    oldest, middle, newest = keep("1"), keep("2"), keep("3")
    html = page(client, "letter", middle)
    assert f'href="/inbox/{newest}/" rel="prev"' in html
    assert f'href="/inbox/{oldest}/" rel="next"' in html
    assert 'rel="prev"' not in page(client, "letter", newest)
    assert 'rel="next"' not in page(client, "letter", oldest)


def test_one_email_is_deleted_by_post_only(client: Client, key: str) -> None:
    other = keep("Other")
    assert client.get(f"/inbox/{key}/delete/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert "Other" in client.post(f"/inbox/{key}/delete/", follow=True).content.decode()
    assert maildir.find(key) is None
    assert maildir.find(other)
    assert client.post(f"/inbox/{key}/delete/").status_code == HTTPStatus.NOT_FOUND
    assert Client(enforce_csrf_checks=True).post(f"/inbox/{other}/delete/").status_code == HTTPStatus.FORBIDDEN


def test_the_date_in_russian_is_a_russian_date(client: Client, key: str) -> None:
    client.cookies["language"] = "ru"
    assert re.search(r"20\d\d\u00a0г\.|20\d\d г\.", page(client, "list"))


def test_a_letter_is_shown_as_html_in_a_frame(client: Client, key: str) -> None:
    html = page(client, "letter", key)
    assert f'src="/inbox/{key}/frame/"' in html
    assert "<h1>Новый пароль</h1>" in html
    assert "boris@example.com" in html


def test_a_letter_without_html_is_shown_as_text(client: Client) -> None:
    key = keep(html=None)
    assert "<iframe" not in page(client, "letter", key)
    assert "Здравствуйте!" in page(client, "letter", key)
    assert client.get(f"/inbox/{key}/frame/").status_code == HTTPStatus.NOT_FOUND


def test_a_letter_without_text_says_so(client: Client) -> None:
    assert "This email has no text part." in page(client, "text", keep(text=None))


def test_links_in_the_text_can_be_clicked(client: Client, key: str) -> None:
    assert f'<a target="_blank" href="{LINK}" rel="nofollow">{LINK}</a>' in page(client, "text", key)


def test_headers_are_decoded_and_the_source_is_not(client: Client, key: str) -> None:
    assert "Кинохаб &lt;post@cinemahub.example&gt;" in page(client, "headers", key)
    assert "From: =?utf-8?" in page(client, "source", key)


def test_the_view_that_is_open_is_marked(client: Client, key: str) -> None:
    for view in ("letter", "text", "headers", "source"):
        assert page(client, view, key).count('aria-current="page">') >= 1
        assert f'href="{reverse(f"inbox:{view}", args=[key])}" aria-current="page"' in page(client, view, key)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("unknown", ["1.M1P1Q1.nowhere", "..", "%2e%2e%2fsecret", "x"])
def test_an_unknown_letter_is_not_found(client: Client, view: str, unknown: str) -> None:
    part = "" if view == "letter" else f"{view}/"
    assert client.get(f"/inbox/{unknown}/{part}").status_code == HTTPStatus.NOT_FOUND


def test_the_inbox_is_emptied_by_post_only(client: Client, key: str) -> None:
    assert client.get("/inbox/empty/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert client.post("/inbox/empty/", follow=True).status_code == HTTPStatus.OK
    assert maildir.find(key) is None


def test_no_other_site_can_empty_the_inbox(key: str) -> None:
    assert Client(enforce_csrf_checks=True).post("/inbox/empty/").status_code == HTTPStatus.FORBIDDEN
    assert maildir.find(key)


def test_without_debug_there_is_no_inbox(client: Client, settings: Settings, key: str) -> None:
    settings.DEBUG = False
    paths = [
        "/inbox/",
        "/inbox/empty/",
        f"/inbox/{key}/delete/",
        f"/inbox/{key}/files/1/",
        *(reverse(f"inbox:{view}", args=[key]) for view in VIEWS),
    ]
    assert {client.get(path).status_code for path in paths} == {HTTPStatus.NOT_FOUND}
    assert client.post("/inbox/empty/").status_code == HTTPStatus.NOT_FOUND


def test_it_says_when_letters_go_through_a_mailbox(client: Client, settings: Settings) -> None:
    del settings.INBOX_SMTP_PORT
    options = {"host": "smtp.yandex.ru", "username": "anna@yandex.ru", "password": "canary"}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    html = page(client, "list")
    assert "Emails go through <strong>smtp.yandex.ru</strong> as <strong>anna@yandex.ru</strong>" in html
    assert "canary" not in html
    assert "sendtestemail" not in html
    assert "refresh" not in html
