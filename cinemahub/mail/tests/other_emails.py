"""Emails that no letter of the site is, put into the outbox as any app does it."""

from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.delivery import deliver
from cinemahub.mail.tests.fake_connections import AcceptingConnection, RefusingConnection
from cinemahub.mail.tests.samples import ANNA, claim, fresh

SECRET = "the-whole-text-is-a-secret"
SMTP = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1"}}
OUTBOX = {"BACKEND": "cinemahub.mail.backend.OutboxBackend"}
MAILERS = {"default": SMTP, "bulk": SMTP, "outbox": OUTBOX}


def put(using: str = "outbox", **options: Any) -> OutboxLetter:
    """Put an email for Anna into the outbox and claim it."""
    options = {"subject": "Hello", "body": SECRET, "to": [ANNA]} | options
    assert EmailMultiAlternatives(**options).send(using=using) == 1
    return claim()[0]


def sent(row: OutboxLetter) -> EmailMessage:
    connection = AcceptingConnection()
    deliver(row, connection, row.route)
    (message,) = connection.sent
    return message


def refused(row: OutboxLetter, error: Exception, step: Step = Step.DATA) -> OutboxLetter:
    deliver(row, RefusingConnection(error, step), row.route)
    return fresh(row)
