"""The ways a letter goes, and the walk along them."""

import smtplib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.readers.api import is_boto
from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.known import told
from cinemahub.mail.doctor.note import Mark, Note
from cinemahub.mail.doctor.steps import api, session
from cinemahub.mail.doctor.steps.arrival import wait_for_word
from cinemahub.mail.doctor.steps.dns import find_addresses
from cinemahub.mail.doctor.steps.domain import look_at_domain
from cinemahub.mail.doctor.steps.email import send_letter
from cinemahub.mail.doctor.steps.roundtrip import read_back
from cinemahub.mail.doctor.steps.settings import read_settings
from cinemahub.mail.doctor.steps.tcp import try_addresses
from cinemahub.mail.doctor.steps.tls import shake_hands
from cinemahub.mail.doctor.steps.worker import look_at_worker

# Anything else is a fault of the doctor's own, and is raised.
EXPECTED = (OSError, smtplib.SMTPException, AnymailError, TokenError, ImproperlyConfigured, ValueError)

type Examine = Callable[[Case], Iterator[Note]]


def _unless_proxied(examine: Examine) -> Examine:
    def look(case: Case) -> Iterator[Note]:
        return iter(()) if case.proxied else examine(case)

    return look


SETTINGS: list[tuple[str, Examine]] = [("settings", read_settings), ("worker", look_at_worker)]
SMTP: list[tuple[str, Examine]] = [
    ("dns", find_addresses),
    ("tcp", try_addresses),
    ("tls", shake_hands),
    ("ehlo", session.say_hello),
    ("login", session.log_in),
    ("sender", session.name_senders),
    ("recipient", session.name_recipient),
    ("quit", session.hang_up),
]
API: list[tuple[str, Examine]] = [
    ("key", api.look_at_keys),
    ("address", api.find_host),
    ("dns", _unless_proxied(find_addresses)),
    ("tcp", _unless_proxied(try_addresses)),
    ("tls", _unless_proxied(shake_hands)),
    ("account", api.ask_account),
]
EMAIL: list[tuple[str, Examine]] = [("email", send_letter)]
ARRIVAL: list[tuple[str, Examine]] = [("arrival", wait_for_word)]
ROUNDTRIP: list[tuple[str, Examine]] = [("roundtrip", read_back)]
DOMAIN: list[tuple[str, Examine]] = [("domain", look_at_domain)]


@dataclass(frozen=True)
class StepResult:
    step: str
    note: Note
    seconds: float


def walk(case: Case) -> Iterator[StepResult]:
    """Go step by step; after one that fails those that build on it are left out. The domain is looked at anyhow."""
    try:
        yield from _walk(case, _way(case))
        yield from _walk(case, DOMAIN)
    finally:
        case.close()


def _way(case: Case) -> list[tuple[str, Examine]]:
    way = list(SETTINGS)
    if case.transport.is_smtp:
        way += SMTP
    elif case.transport.is_provider:
        way += API
    if case.to:
        way += EMAIL
    if case.roundtrip:
        way += ROUNDTRIP
    elif case.to:
        way += ARRIVAL
    return way


def _walk(case: Case, way: list[tuple[str, Examine]]) -> Iterator[StepResult]:
    for step, examine in way:
        failed = False
        started = time.monotonic()
        for note in _notes(case, examine):
            yield StepResult(step, note, time.monotonic() - started)
            failed = failed or note.mark is Mark.FAILED
            started = time.monotonic()
        if failed:
            return


def _notes(case: Case, examine: Examine) -> Iterator[Note]:
    try:
        yield from examine(case)
    except Exception as error:
        if not (isinstance(error, EXPECTED) or is_boto(error)):
            raise
        yield told(case, diagnose(error, step=case.step, host=case.who_answers))
