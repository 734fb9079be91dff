"""A wrong password is called that, whatever the server does after it has said so."""

import smtplib

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.transport.client import SmtpClient
from cinemahub.mail.transport.open import open_connection
from tests.doctor.conftest import LOGIN, PASSWORD, SMTP, Doctor
from tests.servers.impatient import refusing_logins

WRONG = "535 5.7.8 Error: authentication failed"
HABITS = pytest.mark.parametrize(
    "answers",
    [[WRONG], [WRONG, "538 5.7.11 Encryption required"], [WRONG, WRONG, WRONG], [WRONG, "421 4.7.0 Too many errors"]],
    ids=["hangs up", "speaks of encryption", "says it again", "says 421"],
)


@HABITS
def test_the_worker_s_connection_says_so(answers: list[str], settings: Settings) -> None:
    with refusing_logins(answers) as port:
        options = {"host": "127.0.0.1", "port": port, "username": LOGIN, "password": PASSWORD, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        connection = open_connection("default")
        with pytest.raises(smtplib.SMTPAuthenticationError) as raised:
            connection.send(EmailMessage("Hello", "Text", LOGIN, ["anna@cinemahub.example"]))
    diagnosis = diagnose(raised.value, step=connection.step)
    assert (diagnosis.code, diagnosis.reply_code) == ("bad_credentials", 535)


@HABITS
def test_the_doctor_says_so(answers: list[str], doctor: Doctor) -> None:
    with refusing_logins(answers) as port:
        visit = doctor(host="127.0.0.1", port=port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.marks["login"] == "FAILED"
    assert "The login or the password is wrong" in visit.verdict


def test_a_method_tried_alone_is_refused_as_smtplib_does_it() -> None:
    """A token is sent by `auth`, without `login`."""
    with refusing_logins([WRONG]) as port, SmtpClient("127.0.0.1", port, timeout=5) as smtp:
        smtp.user, smtp.password = LOGIN, PASSWORD
        smtp.ehlo()
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.auth("PLAIN", smtp.auth_plain)
