"""The one place that knows what an error of sending means: an exception in, a named cause with its remedy out."""

import smtplib
from collections.abc import Callable
from typing import Any

import requests
from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.causes.registry import CAUSES
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.offline import is_offline
from cinemahub.mail.diagnosis.readers.api import (
    LetterFailedError,
    is_boto,
    read_anymail,
    read_boto,
    read_failed,
    read_requests,
)
from cinemahub.mail.diagnosis.readers.network import read_network
from cinemahub.mail.diagnosis.readers.oauth import TokenError, read_token_error
from cinemahub.mail.diagnosis.readers.smtp import read_smtp
from cinemahub.mail.diagnosis.readers.values import read_settings, read_value
from cinemahub.mail.diagnosis.vocabulary import Culprit, Step
from cinemahub.mail.privacy.masking import printable
from cinemahub.mail.privacy.sealing import UnreadableError
from cinemahub.mail.services.registry import recognise, relay_of


def diagnose(error: BaseException, *, step: Step | None = None, host: str = "") -> Diagnosis:
    """Say what an error means that came at `step` (the last known) from `host`, an SMTP host or a provider's name."""
    finding = _find(error, step)
    if finding.code == "host_unknown" and finding.text and is_offline(finding.host or host):
        finding = finding._replace(code="offline")
    answer = printable(finding.text)
    cause = CAUSES[finding.code]
    culprit = finding.culprit or cause.culprit
    return Diagnosis(
        code=finding.code,
        verdict=cause.verdict,
        step=finding.step,
        answer=answer,
        reply_code=finding.reply_code,
        retry_after_seconds=finding.retry_after_seconds,
        rest_seconds=finding.retry_after_seconds or cause.rest_seconds,
        provider=_service(finding, host, answer),
        culprit=culprit,
        is_certain=_is_certain(finding.step, cause, culprit),
    )


def _service(finding: Finding, host: str, answer: str) -> str:
    """Recognise who answered; a provider's SMTP server by its answer only, as its other remedies are for the API."""
    by_relay = relay_of(host) if finding.reply_code else ""
    return recognise(host) or by_relay or recognise(finding.provider, answer)


def _is_certain(step: Step | None, cause: Cause, culprit: Culprit) -> bool:
    """Before RCPT the other side knows of no recipient; from there on it may speak of this one, whatever it says."""
    if step in {Step.RCPT, Step.DATA} and culprit in {Culprit.SENDER, Culprit.TRANSPORT}:
        return False
    return not (cause.by_evidence and step in {Step.RCPT, Step.DATA, Step.API})


Reader = Callable[[Any, Step | None], Finding]

# In this order, as an error is often several of these at once: all but the first and the last are OSErrors too.
READERS: list[tuple[type[Exception], Reader]] = [
    (LetterFailedError, read_failed),
    (TokenError, read_token_error),
    (AnymailError, read_anymail),
    (requests.RequestException, read_requests),
    (smtplib.SMTPException, read_smtp),
    (OSError, read_network),
    (ImproperlyConfigured, read_settings),
    (ValueError, read_value),
]


def _find(error: BaseException, step: Step | None) -> Finding:
    if isinstance(error, (OperationalError, InterfaceError)):
        return Finding("database_away", step)
    if step is Step.COMPOSE:
        return Finding("email_unreadable" if isinstance(error, UnreadableError) else "broken_letter", step)
    if is_boto(error):
        return read_boto(error, step)
    reader = next((read for kind, read in READERS if isinstance(error, kind)), _read_anything)
    return reader(error, step)


def _read_anything(_error: BaseException, step: Step | None) -> Finding:
    """Blame our code, unless the letter was already on its way to a provider."""
    return Finding("answer_not_understood" if step is Step.API else "broken_letter", step)
