"""One answer to one letter proves little: what other letters met decides whose fault it is."""

import re
from datetime import timedelta

from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.models.database import database_now, waits_for_database
from cinemahub.mail.sending.other_email import is_other

WINDOW = timedelta(hours=1)
MAX_COMPARED = 50
PARTICULAR = re.compile(r"\S*[\d@*<>]\S*")  # addresses, numbers, queue ids: what differs from letter to letter


@waits_for_database
def weigh(row: OutboxLetter, transport: str, diagnosis: Diagnosis) -> Diagnosis:
    """Say what a refusal means in the light of the others; if they are alike, let those wait again with this one."""
    if diagnosis.is_certain or diagnosis.verdict is Verdict.UNKNOWN:
        return diagnosis
    if _was_refused_alone(row, transport, diagnosis):
        return diagnosis.if_others_pass()
    if is_other(row):
        return diagnosis  # a stranger may have written it, in a form of some app
    alike = _refused_alike(row, transport, diagnosis)
    if not alike:
        return diagnosis
    OutboxLetter.objects.filter(pk__in=alike).absolve()
    return diagnosis.if_others_meet_it()


def _was_refused_alone(row: OutboxLetter, transport: str, diagnosis: Diagnosis) -> bool:
    """Tell whether it got this answer before, and letters to others were taken since."""
    code, at = row.last_refusal() or ("", row.created_at)
    taken = OutboxLetter.objects.taken_since(transport, at).exclude(address_hash=row.address_hash)
    return code in {diagnosis.code, diagnosis.if_others_meet_it().code} and taken.exists()


def _refused_alike(row: OutboxLetter, transport: str, diagnosis: Diagnosis) -> list[int]:
    """Find letters to others that met the same, none having been taken since."""
    since = database_now() - WINDOW
    refused = OutboxLetter.objects.refused_alike(diagnosis.code, transport, since)
    others = refused.exclude(address_hash=row.address_hash).only("history")[:MAX_COMPARED]
    if diagnosis.blames_transport:
        return [each.pk for each in others]
    words = _words(diagnosis.reply)  # the cause is but a step's or a status's: the words tell answers apart
    return [each.pk for each in others if _words(each.history[-1]["answer"]) == words]


def _words(answer: str) -> str:
    return " ".join(PARTICULAR.sub("", answer).lower().split())
