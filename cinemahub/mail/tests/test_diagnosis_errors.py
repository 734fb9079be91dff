"""Faults that no answer tells of: the network, our own settings, a letter of our own."""

import smtplib
import socket
import ssl

import pytest
from django.core.mail import InvalidMailer
from django.core.mail.backends.smtp import EmailBackend
from django.db import OperationalError
from django.template import TemplateSyntaxError
from django.utils import translation

from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.services.registry import SERVICES

PASSWORD = "\N{CYRILLIC SMALL LETTER PE}\N{CYRILLIC SMALL LETTER A}canary"


@pytest.mark.parametrize(
    ("error", "step", "verdict", "code"),
    [
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), Step.DATA, Verdict.TRANSIENT, "reply_lost"),
        (
            smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
            Step.AUTH,
            Verdict.TRANSIENT,
            "connection_lost",
        ),
        (smtplib.SMTPServerDisconnected("please run connect() first"), None, Verdict.TRANSIENT, "connection_lost"),
        (
            smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server."),
            Step.CONNECT,
            Verdict.CONFIGURATION,
            "auth_unavailable",
        ),
        (
            smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server"),
            Step.MAIL,
            Verdict.RECIPIENT,
            "address_unusable",
        ),
        (
            smtplib.SMTPException("No suitable authentication method found."),
            Step.CONNECT,
            Verdict.CONFIGURATION,
            "auth_unavailable",
        ),
        (
            ssl.SSLCertVerificationError(1, "certificate verify failed: certificate has expired"),
            None,
            Verdict.CONFIGURATION,
            "certificate_expired",
        ),
        (
            ssl.SSLCertVerificationError(1, "Hostname mismatch, certificate is not valid for 'x'"),
            None,
            Verdict.CONFIGURATION,
            "certificate_name",
        ),
        (ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] alert"), None, Verdict.CONFIGURATION, "tls_too_old"),
        (ssl.SSLEOFError(8, "[SSL: UNEXPECTED_EOF_WHILE_READING]"), None, Verdict.TRANSIENT, "connection_lost"),
        (ssl.SSLError(1, "[SSL] something else"), None, Verdict.CONFIGURATION, "tls_failed"),
        (
            socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
            None,
            Verdict.TRANSIENT,
            "dns_away",
        ),
        (ConnectionResetError(104, "Connection reset by peer"), Step.TLS, Verdict.TRANSIENT, "connection_lost"),
        (TimeoutError("timed out"), Step.DATA, Verdict.TRANSIENT, "reply_lost"),
        (OSError(101, "Network is unreachable"), None, Verdict.TRANSIENT, "network_unreachable"),
        (
            InvalidMailer("OPTIONS must define 'host'.", alias="default"),
            None,
            Verdict.CONFIGURATION,
            "mailer_misconfigured",
        ),
        (TemplateSyntaxError("Could not parse"), Step.COMPOSE, Verdict.LETTER, "broken_letter"),
        (TimeoutError("while composing"), Step.COMPOSE, Verdict.LETTER, "broken_letter"),
        (OperationalError("server closed the connection"), Step.COMPOSE, Verdict.TRANSIENT, "database_away"),
        (AttributeError("'NoneType' object has no attribute 'email'"), None, Verdict.LETTER, "broken_letter"),
        (FileNotFoundError(2, "No such file"), None, Verdict.LETTER, "broken_letter"),
    ],
)
def test_every_other_error_has_its_class_and_its_cause(
    error: Exception, step: Step | None, verdict: Verdict, code: str
) -> None:
    diagnosis = diagnose(error, step=step)
    assert (diagnosis.verdict, diagnosis.code) == (verdict, code)


def test_an_address_that_django_refuses_fails_alone_and_is_not_shown() -> None:
    address = "\N{CYRILLIC SMALL LETTER A}nna@example.com"
    with pytest.raises(ValueError, match="Invalid address") as raised:
        EmailBackend.prep_address(EmailBackend.__new__(EmailBackend), address)
    diagnosis = diagnose(raised.value, step=Step.DATA)
    assert (diagnosis.verdict, diagnosis.code, diagnosis.answer) == (Verdict.RECIPIENT, "address_unusable", "")
    assert not diagnosis.suppresses


def test_a_host_that_no_name_can_have_is_told_from_a_login() -> None:
    with pytest.raises(UnicodeError) as raised:
        socket.getaddrinfo("smtp..yandex.ru", 465)
    assert diagnose(raised.value, step=Step.CONNECT).code == "host_unknown"


def test_a_letter_that_cannot_be_encoded_does_not_hold_the_transport() -> None:
    with pytest.raises(UnicodeEncodeError) as raised:
        PASSWORD.encode("ascii")
    assert diagnose(raised.value).verdict == Verdict.LETTER


def test_a_password_that_smtplib_cannot_encode_is_the_login() -> None:
    connection = smtplib.SMTP()
    connection.user, connection.password = "post", PASSWORD
    with pytest.raises(UnicodeEncodeError) as raised:
        connection.auth("PLAIN", connection.auth_plain)
    diagnosis = diagnose(raised.value, step=Step.CONNECT)
    assert (diagnosis.code, diagnosis.step) == ("login_not_ascii", Step.AUTH)


@pytest.mark.parametrize("step", [None, *Step])
def test_no_secret_of_an_error_or_of_its_chain_gets_through(step: Step | None) -> None:
    inner = UnicodeEncodeError("ascii", PASSWORD, 0, 2, f"canary {PASSWORD}")
    chained = RuntimeError("https://cinemahub.example/users/reset/MQ/canary-token/")
    chained.__cause__ = inner
    for error in (inner, chained, ValueError(PASSWORD), KeyError("canary"), TemplateSyntaxError("canary")):
        diagnosis = diagnose(error, step=step)
        for shown in (str(diagnosis), repr(diagnosis), diagnosis.cause, diagnosis.remedy):
            assert "canary" not in shown


@pytest.mark.parametrize("code", CAUSES)
def test_every_cause_and_remedy_can_be_read_in_every_language(code: str) -> None:
    for provider in ("", "api", "mailgun", *SERVICES):
        for language in ("en", "ru"):
            with translation.override(language):
                diagnosis = Diagnosis(code, CAUSES[code].verdict, None, "", None, provider=provider)
                assert diagnosis.cause.endswith((".", "?"))
                assert diagnosis.remedy.endswith(".")
                assert "%(" not in diagnosis.cause + diagnosis.remedy
