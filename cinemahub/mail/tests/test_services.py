"""What is declared of mail services holds together, and is found by host, name and answer."""

from pathlib import Path

import pytest

from cinemahub.mail import services
from cinemahub.mail.privacy.masking import printable
from cinemahub.mail.services.addresses import folded, mailbox_at, mailbox_of, same_mailbox
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.registry import ANY_PROVIDER, MAILBOXES, PROVIDERS, SERVICES, recognise, relay_of, words_of

FOLDER = Path(services.__path__[0])


@pytest.mark.parametrize("key", SERVICES)
def test_the_file_of_a_service_has_its_key_and_names_its_sources(key: str) -> None:
    source = (FOLDER / f"{key}.py").read_text()
    assert "# https://" in source


@pytest.mark.parametrize("key", PROVIDERS)
def test_every_variable_stands_in_full_in_its_file(key: str) -> None:
    source = (FOLDER / f"{key}.py").read_text()
    assert [each.variable for each in PROVIDERS[key].options if f'"{each.variable}"' not in source] == []


def test_no_domain_and_no_server_belongs_to_two_services() -> None:
    domains = [domain for mailbox in MAILBOXES.values() for domain in mailbox.domains]
    servers = [host for mailbox in MAILBOXES.values() for host in mailbox.smtp]
    assert len(domains) == len(set(domains))
    assert len(servers) == len(set(servers))


@pytest.mark.parametrize(
    ("host", "answer", "key"),
    [
        ("smtp.yandex.ru", "", "yandex"),
        ("Amazon SES", "", "amazon_ses"),
        ("unisender_go", "", "unisender_go"),
        ("api", "", ANY_PROVIDER),
        ("mx.example", "5.7.139 Authentication unsuccessful", "outlook"),
        ("mx.example", "550 no such user", ""),
        ("", "", ""),
    ],
)
def test_a_service_is_recognised(host: str, answer: str, key: str) -> None:
    assert recognise(host, answer) == key


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("email-smtp.eu-central-1.amazonaws.com", "amazon_ses"),
        ("SMTP-relay.brevo.com.", "brevo"),
        ("in-v3.mailjet.com", "mailjet"),
        ("smtp.yandex.ru", ""),
        ("smtp-relay.brevo.com.evil.example", ""),
    ],
)
def test_a_provider_is_known_by_its_smtp_server(host: str, key: str) -> None:
    assert relay_of(host) == key


def test_a_service_nobody_knows_has_words_for_every_text() -> None:
    assert words_of("pigeon").keys() == words_of("mailgun").keys()


def test_a_mailbox_is_found_by_server_and_by_address() -> None:
    assert mailbox_at("SMTP.Yandex.ru.") is MAILBOXES["yandex"]
    assert mailbox_of("anna@GMAIL.com") is MAILBOXES["gmail"]
    assert mailbox_at("mail.cinemahub.example") is None
    assert mailbox_of("anna") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna@yandex.ru", "Anna@ya.ru"),
        ("anna.b@yandex.ru", "anna-b@yandex.com"),
        ("anna+club@yandex.ru", "anna@yandex.ru"),
        ("a.nna+club@gmail.com", "anna@googlemail.com"),
        ("anna+club@outlook.com", "anna@outlook.com"),
        ("anna+club@mail.ru", "anna@mail.ru"),
        ("ANNA@cinemahub.example", "anna@cinemahub.example"),
    ],
)
def test_spellings_of_one_mailbox_are_the_same(one: str, other: str) -> None:
    assert same_mailbox(one, other)
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna.b@yandex.ru", "annab@yandex.ru"),
        ("anna@mail.ru", "anna@bk.ru"),
        ("a.nna@outlook.com", "anna@outlook.com"),
        ("anna+club@cinemahub.example", "anna@cinemahub.example"),
        ("anna-b@gmail.com", "annab@gmail.com"),
        ("anna@yandex.ru", "boris@yandex.ru"),
    ],
)
def test_other_mailboxes_are_not(one: str, other: str) -> None:
    assert not same_mailbox(one, other)


def test_links_to_the_pages_a_service_sends_people_to_stay_whole() -> None:
    for link in (
        "https://support.google.com/mail/?p=NoSuchUser",
        "https://app.brevo.com/security/authorised_ips",
        "https://resend.com/domains",
        "https://support.apple.com/102198",
        "https://support.proofpoint.com/dnsbl-lookup.cgi?ip=192.0.2.1",
        "https://postmaster.gmx.net/en/error-messages?ip=192.0.2.1",
    ):
        assert link in printable(f"550 see {link}")
    assert "token" not in printable("550 see https://cinemahub.example/users/token")


@pytest.mark.parametrize(
    ("headers", "passing"),
    [
        (Headers(), {"Message-ID", "Auto-Submitted", "X-Kind"}),
        (Headers(never=frozenset({"message-id"})), {"Auto-Submitted", "X-Kind"}),
        (Headers(only=frozenset()), set()),
        (Headers(only=frozenset({"precedence"}), prefixes=("x-",)), {"X-Kind"}),
        (Headers(only=frozenset(), adds={"X-Keep": "true"}), {"X-Keep"}),
    ],
)
def test_headers_go_along_as_the_provider_accepts_them(headers: Headers, passing: set[str]) -> None:
    given = {"Message-ID": "<1@cinemahub.example>", "Auto-Submitted": "auto-generated", "X-Kind": "reset"}
    assert headers.accepted(given).keys() == passing
