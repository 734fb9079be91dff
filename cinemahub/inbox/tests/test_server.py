import smtplib
import socket
import ssl
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from cinemahub.inbox import maildir
from cinemahub.inbox.letters import Letter
from cinemahub.inbox.tests.samples import LINK, sample


@pytest.fixture
def client(server: Controller) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(server.hostname, server.port, timeout=10) as client:
        yield client


def the_letter() -> Letter:
    [letter] = maildir.newest_first(2)
    return letter


def test_a_letter_is_kept_without_login(client: smtplib.SMTP) -> None:
    client.send_message(sample())
    assert (the_letter().subject, the_letter().sender) == ("Новый пароль", "Кинохаб <post@cinemahub.example>")
    assert f"Новый пароль: {LINK}" in (the_letter().text or "")
    assert f'<a href="{LINK}">ссылка</a>' in (the_letter().html or "")


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_any_login_is_believed(client: smtplib.SMTP, mechanism: str) -> None:
    client.ehlo()
    client.user, client.password = "nobody@yandex.ru", "guessed"
    code, _ = client.auth(mechanism, getattr(client, f"auth_{mechanism.lower()}"))
    client.send_message(sample())
    assert code == 235
    assert the_letter().subject == "Новый пароль"


def test_starttls_is_offered(client: smtplib.SMTP) -> None:
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    client.starttls(context=unverified)
    client.login("nobody@yandex.ru", "guessed")
    client.send_message(sample())
    assert the_letter().subject == "Новый пароль"


def test_the_envelope_says_to_whom_a_letter_went(client: smtplib.SMTP) -> None:
    letter = sample()
    letter["X-Envelope-To"] = "forged@example.com"
    client.send_message(letter, "bounces@cinemahub.example", ["anna@example.com", "boris@example.com"])
    assert the_letter().recipients == "anna@example.com, boris@example.com"
    assert ("X-Envelope-From", "bounces@cinemahub.example") in the_letter().headers


def test_an_address_may_be_cyrillic(client: smtplib.SMTP) -> None:
    client.send_message(sample(), "post@cinemahub.example", ["анна@пример.рф"])
    assert the_letter().recipients == "анна@пример.рф"


def test_it_listens_on_loopback_only(server: Controller) -> None:
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", server.port), timeout=5)
