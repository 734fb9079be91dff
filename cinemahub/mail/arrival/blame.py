"""Why a letter came back, by the same diagnosis as an answer to a try; and whether the next one would, too."""

import re
import smtplib

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Culprit, Step, Verdict
from cinemahub.mail.models.delivery_event import RETURNED
from cinemahub.mail.services.webhook import Fate

GENERAL = {"recipient_refused", "temporary_answer", "letter_refused"}  # the text is not known
FAULTS = {Fate.DEFERRED: 450, Fate.SOFT: 450, Fate.HARD: 550}  # the reply where only the fate is known
CODES = {Fate.REJECTED: "recipient_rejected", Fate.COMPLAINED: "complained", Fate.UNSUBSCRIBED: "unsubscribed"}

_REPLY = re.compile(r"(?:^|[\s;:(])(?P<code>[45]\d\d)(?=[\s-])\W*(?P<text>.*)", re.DOTALL)
_STATUS = re.compile(r"\b(?P<kind>[45])\.\d{1,3}\.\d{1,3}\b")


def code_of(told: Told) -> str:
    """Name the cause; "" if there is nothing to explain."""
    diagnosis = why(told)
    return CODES.get(told.fate, diagnosis.code if diagnosis else "")


def why(told: Told) -> Diagnosis | None:
    """Diagnose what the recipient's server said; None if it refused nothing."""
    if told.fate not in FAULTS:
        return None
    reply, text = _reply(told)
    answer = smtplib.SMTPResponseException(reply, text)
    found, at_data = (diagnose(answer, step=step) for step in (Step.RCPT, Step.DATA))
    return at_data if found.code in GENERAL and at_data.code not in GENERAL else found


def is_final(told: Told) -> bool:
    """Tell whether nothing must be sent to the address any more.

    A provider says so itself, unless the text blames us or tells of something that passes; of what a server wrote
    into the mailbox only a mailbox that does not exist is final.
    """
    diagnosis = why(told)
    if told.fate is not Fate.HARD or diagnosis is None:
        return False
    if told.source == RETURNED:
        return diagnosis.suppresses
    return diagnosis.verdict is Verdict.RECIPIENT and diagnosis.culprit is Culprit.RECIPIENT


def _reply(told: Told) -> tuple[int, str]:
    """Find the code of SMTP in the text; else make one of the status (RFC 3463), or of the fate."""
    if found := _REPLY.search(told.answer):
        return int(found["code"]), found["text"]
    if found := _STATUS.search(told.answer):
        return int(found["kind"]) * 100 + 50, told.answer
    return FAULTS[told.fate], told.answer
