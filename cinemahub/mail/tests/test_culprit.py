"""Whose fault an error is, and whether one letter is enough to say so."""

import smtplib
from dataclasses import replace

import pytest

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Culprit, Step, Verdict
from cinemahub.mail.tests.smtp import message
from cinemahub.mail.transport.connection import Connection


def refused_at_rcpt(code: int, text: str) -> Diagnosis:
    return diagnose(smtplib.SMTPRecipientsRefused({"guest@example.com": (code, text.encode())}))


def refused_at_data(code: int, text: str) -> Diagnosis:
    return diagnose(smtplib.SMTPDataError(code, text.encode()))


def refused_at_mail(code: int, text: str) -> Diagnosis:
    return diagnose(smtplib.SMTPSenderRefused(code, text.encode(), "robot@example.com"))


@pytest.mark.parametrize(
    ("diagnosis", "culprit", "is_certain"),
    [
        (refused_at_mail(550, "5.7.1 not today"), Culprit.SENDER, True),
        (refused_at_mail(451, "4.3.0 not today"), Culprit.TRANSPORT, True),
        (refused_at_rcpt(550, "5.1.1 no such user"), Culprit.RECIPIENT, True),
        (refused_at_rcpt(550, "5.7.1 not today"), Culprit.RECIPIENT, False),
        (refused_at_rcpt(451, "4.3.0 not today"), Culprit.RECIPIENT, False),
        (refused_at_rcpt(450, "4.2.0 greylisted"), Culprit.RECIPIENT, True),
        (refused_at_rcpt(554, "5.7.1 relay access denied"), Culprit.TRANSPORT, False),
        (refused_at_data(554, "5.7.1 not today"), Culprit.LETTER, False),
        (refused_at_data(451, "4.3.0 not today"), Culprit.TRANSPORT, False),
        (refused_at_data(552, "5.3.4 message too large"), Culprit.LETTER, True),
        (diagnose(smtplib.SMTPAuthenticationError(535, b"5.7.8 bad password")), Culprit.TRANSPORT, True),
        (diagnose(smtplib.SMTPServerDisconnected("closed"), step=Step.DATA), Culprit.TRANSPORT, False),
        (diagnose(ConnectionRefusedError(111, "refused"), step=Step.CONNECT), Culprit.TRANSPORT, True),
        (diagnose(ZeroDivisionError(), step=Step.COMPOSE), Culprit.LETTER, True),
    ],
)
def test_an_answer_is_about_somebody_for_certain_or_by_evidence(
    diagnosis: Diagnosis, culprit: Culprit, *, is_certain: bool
) -> None:
    assert (diagnosis.culprit, diagnosis.is_certain) == (culprit, is_certain)


@pytest.mark.parametrize(
    ("fields", "culprit"),
    [
        ({"to": ["guest@example.com\u200e"]}, Culprit.RECIPIENT),
        ({"to": ["\u0430nna@example.com"]}, Culprit.RECIPIENT),
        ({"to": ["guest@exa mple.com"]}, Culprit.RECIPIENT),
        ({"from_email": "Cinemahub Inc. <robot@example.com\u200e>"}, Culprit.SENDER),
        ({"from_email": "Cinemahub: club <robot@example.com>"}, Culprit.SENDER),
        ({"from_email": "Cinemahub <robot@example.com"}, Culprit.SENDER),
        ({"reply_to": ["Cinemahub: club <help@example.com>"]}, Culprit.SENDER),
    ],
)
def test_an_address_that_cannot_be_encoded_is_blamed_on_whose_it_is(
    connection: Connection, fields: dict[str, object], culprit: Culprit
) -> None:
    email = message()
    for field, value in fields.items():
        setattr(email, field, value)
    connection.send(message())  # so that the last step it knows is another letter's
    with pytest.raises(ValueError) as raised:
        connection.send(email)
    diagnosis = diagnose(raised.value, step=connection.step)
    assert (diagnosis.culprit, diagnosis.is_certain, diagnosis.answer) == (culprit, True, "")


def test_a_host_name_that_cannot_be_encoded_is_the_transports_fault() -> None:
    with pytest.raises(UnicodeError) as raised:
        "smtp..example.com".encode("idna")
    diagnosis = diagnose(raised.value, step=Step.CONNECT)
    assert (diagnosis.code, diagnosis.culprit) == ("host_unknown", Culprit.TRANSPORT)


def test_what_others_meet_too_is_the_senders() -> None:
    unknown = refused_at_data(554, "5.7.1 not today").if_others_meet_it()
    assert (unknown.code, unknown.culprit, unknown.verdict) == ("refused_alike", Culprit.SENDER, Verdict.CONFIGURATION)
    assert unknown.is_certain
    assert unknown.answer == "5.7.1 not today"
    relay = refused_at_rcpt(554, "5.7.1 relay access denied").if_others_meet_it()
    assert (relay.code, relay.is_certain) == ("relay_denied", True)
    later = refused_at_rcpt(451, "4.3.0 not today").if_others_meet_it()
    assert (later.verdict, later.culprit) == (Verdict.TRANSIENT, Culprit.TRANSPORT)


def test_what_others_do_not_meet_is_the_recipients() -> None:
    relay = refused_at_rcpt(554, "5.7.1 relay access denied").if_others_pass()
    assert (relay.code, relay.verdict, relay.is_certain) == ("recipient_refused", Verdict.RECIPIENT, True)
    spam = refused_at_data(554, "5.7.1 looks like spam").if_others_pass()
    assert (spam.code, spam.verdict) == ("letter_refused", Verdict.LETTER)
    later = refused_at_data(451, "4.3.0 not today").if_others_pass()
    assert (later.verdict, later.culprit) == (Verdict.TRANSIENT, Culprit.RECIPIENT)


def test_what_is_certain_no_other_letter_changes() -> None:
    for certain in (
        refused_at_mail(553, "5.7.1 not owned by auth user"),
        refused_at_rcpt(550, "5.1.1 no such user"),
        replace(refused_at_data(554, "5.7.1 not today"), is_certain=True),
    ):
        assert certain.if_others_meet_it() == certain == certain.if_others_pass()
