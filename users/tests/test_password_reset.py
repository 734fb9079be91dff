"""Asking for a reset: what everybody sees, and who gets which letter."""

import re
from email.utils import parseaddr
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cinemahub.mail.models import OutboxLetter, Suppression
from users.tests.mailbox import fetch, fetch_one
from users.tests.reset import (
    EMAIL,
    PASSWORD,
    ask,
    ask_for_link,
    html_of,
    link_in,
    make_account,
    opens,
    set_password,
)  # fmt: skip
from users.tests.visitor import sign_up

DOTLESS = "m\u0131ke@cinemahub.example"
KELVIN = EMAIL.replace("k", "\u212a")
LANGUAGES = [code for code, _ in settings.LANGUAGES]

pytestmark = pytest.mark.django_db


def everything_seen(email: str, language: str) -> list[Any]:
    """Return all that a browser gets to know on the way through both pages."""
    client = Client(headers={"accept-language": language})
    client.get("/users/password-reset/")
    answers = [client.post("/users/password-reset/", {"email": email}), client.get("/users/password-reset/done/")]
    return [
        (
            answer.status_code,
            sorted(item for item in answer.headers.items() if item[0] != "Expires"),  # the second of the answer
            re.sub(rb'(name="csrfmiddlewaretoken" value=)"\w+"', rb"\1", answer.content),
            {name: dict(cookie) | {"expires": ""} for name, cookie in answer.cookies.items()},  # the second, too
        )
        for answer in answers
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_the_same_byte_for_byte_whatever_the_address_is(language: str) -> None:
    make_account()
    make_account("inactive@cinemahub.example", is_active=False)
    make_account("unusable@cinemahub.example", password=None)
    sign_up(Client(), "unconfirmed@cinemahub.example")
    make_account("staff@cinemahub.example", is_staff=True)
    make_account("bounced@cinemahub.example")
    Suppression.add("bounced@cinemahub.example", "no_such_mailbox", "550 5.1.1")
    first, *others = [
        everything_seen(f"{name}@cinemahub.example", language)
        for name in ("nobody", "mike", "MIKE", "inactive", "unusable", "unconfirmed", "staff", "bounced", "mike")
    ]
    assert [answer[0] for answer in first] == [302, 200]
    for other in others:
        assert other == first


def test_the_request_looks_nobody_up(django_assert_num_queries: Any, client: Client) -> None:
    make_account()
    for email in (EMAIL, "nobody@cinemahub.example"):
        with django_assert_num_queries(1) as queries:
            ask(client, email)
        assert queries[0]["sql"].startswith("INSERT")


def test_asking_alone_changes_nothing(client: Client) -> None:
    user = make_account()
    client.force_login(user)
    ask_for_link(Client())
    assert client.get("/users/account/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-forwarded-server", "forwarded", "x-host", "x-original-host"])
def test_no_header_of_a_stranger_gets_into_the_link(header: str) -> None:
    make_account()
    ask(Client(headers={header: "evil.example"}))
    letter = fetch_one(EMAIL)
    assert f"{settings.SITE_URL}{link_in(letter)}" in letter.body
    assert "evil" not in str(letter.message())


def test_another_allowed_host_does_not_get_into_the_link() -> None:
    make_account()
    ask(Client(headers={"host": "localhost:1234"}))
    letter = fetch_one(EMAIL)
    assert f"{settings.SITE_URL}{link_in(letter)}" in letter.body
    assert "localhost" not in str(letter.message())


def test_a_foreign_host_is_refused(client: Client) -> None:
    answer = client.post("/users/password-reset/", {"email": EMAIL}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert not OutboxLetter.objects.exists()


@pytest.mark.parametrize("typed", [DOTLESS, KELVIN])
def test_a_spelling_that_only_looks_the_same_gets_nothing(typed: str, client: Client) -> None:
    make_account()
    answer = client.post("/users/password-reset/", {"email": typed})
    assert "Only Latin letters" in answer.text
    assert not OutboxLetter.objects.exists()


@pytest.mark.parametrize("typed", [EMAIL.upper(), f"  {EMAIL} "])
def test_letters_go_to_the_stored_spelling(typed: str, client: Client) -> None:
    make_account()
    ask(client, typed)
    assert [letter.to for letter in fetch()] == [[EMAIL]]


def test_both_links_work_until_one_is_used(client: Client) -> None:
    make_account()
    links = [ask_for_link(client), ask_for_link(client)]
    assert all(opens(Client(), link) for link in links)
    assert set_password(Client(), links[1])
    assert not any(opens(Client(), link) for link in links)


def test_the_letter_is_told_from_others_by_its_subject_and_says_how_long() -> None:
    make_account()
    ask(Client(headers={"accept-language": "en"}))
    letter = fetch_one(EMAIL)
    link = link_in(letter)
    html = html_of(letter)
    assert letter.subject == f"Password reset on {settings.SITE_HOST}"
    assert f'href="{settings.SITE_URL}{link}"' in html
    assert all("one hour" in text for text in (letter.body, html))
    assert settings.PASSWORD_RESET_TIMEOUT == 3600


@pytest.mark.parametrize(
    "email",
    ["", "mike", f"{EMAIL}\r\nBcc: x@y.example", f"{EMAIL}\n.", "mike\0@cinemahub.example", f"{EMAIL},x@y.example",
     f"{EMAIL} x@y.example", f"<{EMAIL}>", "x" * 1_000_000 + "@cinemahub.example", f"{'x' * 250}@cinemahub.example"],
    ids=["empty", "no at", "header", "newline", "nul", "comma", "space", "brackets", "megabyte", "too long"],
)  # fmt: skip
def test_what_is_no_address_comes_back_as_an_error_of_the_form(email: str, client: Client) -> None:
    answer = client.post("/users/password-reset/", {"email": email})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not OutboxLetter.objects.exists()


def test_bytes_that_are_no_text_are_no_address(client: Client) -> None:
    form = "application/x-www-form-urlencoded"
    answer = client.post("/users/password-reset/", b"email=mike%ff%ed%a0%80@cinemahub.example", content_type=form)
    assert answer.status_code == 200
    assert not OutboxLetter.objects.exists()


def test_the_done_page_tells_everybody_what_to_expect(client: Client) -> None:
    page = client.get("/users/password-reset/done/", headers={"accept-language": "en"}).content.decode()
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    for said in (sender, "one hour", "spam", 'href="/users/password-reset/"'):
        assert said in page


def test_the_browser_that_asks_is_noted_whether_there_is_an_account_or_not() -> None:
    make_account()
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    for address in (EMAIL, "nobody@cinemahub.example"):
        Client(headers={"user-agent": agent}).post("/users/password-reset/", {"email": address})
    known, unknown = OutboxLetter.objects.order_by("pk").values_list("parameters", flat=True)
    assert known.keys() == unknown.keys()
    assert known["browser"] == unknown["browser"] == "Firefox, Linux"
