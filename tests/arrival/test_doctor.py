"""After --to the doctor waits for what becomes of the letter, and says it."""

import imaplib
from typing import Any

import pytest

from cinemahub.mail.arrival.record import record
from cinemahub.mail.arrival.told import Told
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Mark
from cinemahub.mail.doctor.steps import arrival
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.services.webhook import Fate
from cinemahub.mail.transport.configured import ConfiguredTransport
from tests.arrival.conftest import Site
from tests.arrival.providers.unsigned import Brevo

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrival, "MAX_WAIT_SECONDS", 0)
    monkeypatch.setattr(arrival, "PAUSE_SECONDS", 0.01)


def through(backend: str, letter: OutboxLetter, **options: Any) -> Case:
    case = Case(ConfiguredTransport("default", backend, options), letter.address)
    case.message_id = letter.message_id
    return case


@pytest.mark.parametrize(
    ("kind", "mark", "word"),
    [
        ("delivered", Mark.OK, "delivered"),
        ("hard", Mark.FAILED, "550 5.1.1 The email account does not exist"),
        ("soft", Mark.FAILED, "it came back: 452 4.2.2 The mailbox is full"),
        ("complaint", Mark.FAILED, "reported an email of this site as spam"),
    ],
)
def test_what_a_provider_tells_is_said(kind: str, mark: Mark, word: str, site: Site, sent: OutboxLetter) -> None:
    brevo = Brevo()
    site.take(brevo, brevo.post(brevo.event(kind, sent)))
    (note,) = arrival.wait_for_word(through("anymail.backends.brevo.EmailBackend", sent, api_key="k"))
    assert note.mark is mark
    assert word in note.text


def test_a_provider_that_says_nothing_is_waited_for_and_named(site: Site, sent: OutboxLetter) -> None:
    site.choose(Brevo())
    (note,) = arrival.wait_for_word(through("anymail.backends.brevo.EmailBackend", sent, api_key="k"))
    assert note.mark is Mark.NOT_CHECKED
    assert "said nothing in 0 seconds" in note.text


def test_without_a_webhook_it_says_which_command_helps(site: Site, sent: OutboxLetter) -> None:
    (note,) = arrival.wait_for_word(through("anymail.backends.brevo.EmailBackend", sent, api_key="k"))
    assert "mail_webhook" in note.text


def test_what_came_back_to_the_mailbox_is_said(site: Site, sent: OutboxLetter, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []

    def look(own: object) -> None:
        """Find it at the second look, as a returned email takes a moment."""
        looks.append(own)
        if len(looks) == 2:
            said = "550 5.1.1 No such user"
            told = {"source": "returned", "fate": Fate.HARD, "recipient": sent.address}
            record(Told(**told, message_id=sent.message_id, answer=said))  # type: ignore[arg-type]

    monkeypatch.setattr(arrival, "MAX_WAIT_SECONDS", 20)
    monkeypatch.setattr(arrival, "collect", look)
    (note,) = arrival.wait_for_word(through(SMTP, sent, host="smtp.yandex.ru", username="a@yandex.ru", password="p"))
    assert (note.mark, note.code) == (Mark.FAILED, "no_such_mailbox")
    assert len(looks) == 2


def test_a_mailbox_that_cannot_be_read_is_a_warning(
    site: Site, sent: OutboxLetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(own: object) -> None:
        raise imaplib.IMAP4.error("canary")

    monkeypatch.setattr(arrival, "collect", refuse)
    (note,) = arrival.wait_for_word(through(SMTP, sent, host="smtp.yandex.ru", username="a@yandex.ru", password="p"))
    assert note.mark is Mark.WARNING
    assert "canary" not in note.text


def test_a_letter_that_was_not_sent_is_not_waited_for(site: Site, sent: OutboxLetter) -> None:
    OutboxLetter.objects.update(state="failed")
    assert list(arrival.wait_for_word(through(SMTP, sent, host="smtp.yandex.ru"))) == []
