import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateSyntaxError
from django.utils import translation
from pytest_django import Settings

from cinemahub.mail.letters import Content, NotSentError
from cinemahub.mail.models import OutboxLetter, Reason
from cinemahub.mail.models.outbox_letter import new_message_id
from cinemahub.mail.sending.compose import compose
from cinemahub.mail.tests.samples import ANNA, Greeting


def parts(message: EmailMultiAlternatives) -> tuple[str, str]:
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return str(message.body), str(html)


def test_text_and_html_hold_the_same_link(greeting: Greeting) -> None:
    text, html = parts(compose(greeting.post()))
    (link,) = greeting.links
    assert re.findall(r"https://\S+/", text) == [link]
    assert re.findall(r"https://[^']+", html) == [link]


def test_the_site_and_how_long_it_stays_true_are_known_to_every_template(greeting: Greeting) -> None:
    assert parts(compose(greeting.post()))[0].startswith("127.0.0.1:8000, 1440 min: ")


def test_a_letter_has_the_headers_of_automatic_mail_and_no_unsubscribe(greeting: Greeting) -> None:
    row = greeting.post()
    message = compose(row).message()
    assert message["Message-ID"] == row.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"  # and not NDR: returned email is read
    assert "Precedence" not in message
    assert message["To"] == ANNA
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert message["Subject"] == f"Hello{ANNA}"
    assert message["Date"]
    assert "List-Unsubscribe" not in message


@pytest.mark.parametrize(
    ("site", "sender", "domain"),
    [
        ("cinemahub.example", "Cinemahub <anna@yandex.ru>", "cinemahub.example"),
        ("127.0.0.1", "Cinemahub <anna@yandex.ru>", "yandex.ru"),
        ("::1", "anna@yandex.ru", "yandex.ru"),
        ("203.0.113.7", "Anna <anna@yandex.ru>", "yandex.ru"),
        ("8.8.8.8", "Anna <anna@yandex.ru>", "yandex.ru"),
        ("localhost", "Anna <anna@Почта.example>", "xn--80a1acny.example"),
        ("cinema.local", "Anna <anna@yandex.ru>", "yandex.ru"),
        ("localhost", "no address", "localhost.invalid"),
    ],
)
def test_a_message_id_is_at_a_domain_that_exists(settings: Settings, site: str, sender: str, domain: str) -> None:
    settings.SITE_DOMAIN, settings.DEFAULT_FROM_EMAIL = site, sender
    assert re.fullmatch(rf"<[0-9a-f]{{32}}@{domain}>", new_message_id())


def test_the_message_id_stays_while_the_link_is_a_new_one(greeting: Greeting) -> None:
    row = greeting.post()
    first, second = compose(row), compose(row)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert len(set(greeting.links)) == 2
    assert not any(link in str(OutboxLetter.objects.values()) for link in greeting.links)


@pytest.mark.parametrize(
    ("of_the_addressee", "of_the_row", "expected"), [("ru", "en", "ru"), ("", "ru", "ru"), ("", "", "en")]
)
def test_the_language_is_the_addressees_else_that_of_the_request(
    greeting: Greeting, of_the_addressee: str, of_the_row: str, expected: str
) -> None:
    (greeting.templates / "body.txt").write_text("{% load i18n %}{% get_current_language as now %}{{ now }}")
    with translation.override(None):
        row = greeting.post()
    row.language = of_the_row
    greeting.content = lambda row: replace(greeting.to_whom_it_was_posted(row), language=of_the_addressee)
    with translation.override("ru" if expected == "en" else "en"):
        assert parts(compose(row))[0] == f"{expected}\n"


def test_html_is_escaped(greeting: Greeting) -> None:
    greeting.content = lambda row: Content(row.address, "", {"link": "<b>"})
    assert "&lt;b&gt;" in parts(compose(greeting.post()))[1]


def test_nobody_is_to_get_it(greeting: Greeting) -> None:
    def find_nobody(row: OutboxLetter) -> Content:
        raise NotSentError(Reason.INACTIVE)

    greeting.content = find_nobody
    with pytest.raises(NotSentError) as not_sent:
        compose(greeting.post())
    assert not_sent.value.reason == Reason.INACTIVE


def test_a_broken_template_is_its_own_error(greeting: Greeting) -> None:
    (greeting.templates / "body.html").write_text("{% nonsense %}")
    with pytest.raises(TemplateSyntaxError):
        compose(greeting.post())
