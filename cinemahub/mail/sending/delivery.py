"""One try of a claimed letter: prepare -> send -> record."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto

from django.conf import settings
from django.core.mail import EmailMessage

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.letters import NotSentError, declared_letter
from cinemahub.mail.models import OutboxLetter, Reason, State, Suppression
from cinemahub.mail.models.database import database_now, is_away
from cinemahub.mail.privacy.hashing import address_hash
from cinemahub.mail.privacy.masking import mask_address, printable, traceback_without_words
from cinemahub.mail.sending.allow_list import is_allowed
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.compose import compose
from cinemahub.mail.sending.evidence import weigh
from cinemahub.mail.sending.own_sender import blame_own_sender
from cinemahub.mail.sending.rate_limits import limit_reached
from cinemahub.mail.sending.retry import delay_after
from cinemahub.mail.sending.serialised import NoTurnError, SerialisedSending
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.message import provider_id_of

OUR_BUG = "broken_letter"  # waits for a version that mends it

NO_TIME = timedelta(0)
LOST_ANSWERS = {"connection_lost", "answer_timeout", "api_unreachable"}

log = logging.getLogger(__name__)


class Outcome(Enum):
    """What a try showed of its transport."""

    WORKS = auto()
    BROKEN = auto()  # and it is paused or held now
    REFUSED = auto()  # the letter, for reasons of its own
    UNTRIED = auto()


@dataclass
class Way:
    """What a letter goes by: a connection of a transport, and what the process knows of that."""

    transport: str
    connection: Connection
    circuits: Circuits = field(default_factory=Circuits)
    serialised: SerialisedSending = field(default_factory=SerialisedSending)


def deliver(row: OutboxLetter, connection: Connection, transport: str) -> Outcome:
    """Try a claimed letter once, write down the result, and say what it shows of the transport."""
    message = prepare(row, transport)
    return Outcome.UNTRIED if message is None else send(row, message, Way(transport, connection))


def prepare(row: OutboxLetter, transport: str) -> EmailMessage | None:
    """Compose the letter, or write down why there is nothing to send; DatabaseError while the database is away."""
    try:
        if row.expires_at <= database_now():
            raise NotSentError(Reason.TOO_LATE)
        if row.has_newer and declared_letter(row.kind).newest_only:
            raise NotSentError(Reason.SUPERSEDED)
        message = compose(row)
        _check_recipient(row, recipient_of(message))
    except NotSentError as not_sent:
        _record_unsent(row, not_sent.reason)
    except Exception as error:
        if is_away(error):
            raise  # which is no fault of the letter
        log.error("Email %s of kind %s is broken", row.pk, row.kind, exc_info=traceback_without_words(error))
        diagnosis = diagnose(error, step=Step.COMPOSE)
        if diagnosis.code == OUR_BUG:
            row.deferred(transport, diagnosis, delay_after(row.tries + 1, diagnosis))  # until a version that mends it
        else:
            row.failed(transport, diagnosis)
        _note(row, diagnosis.code, "")
    else:
        return message
    return None


def send(row: OutboxLetter, message: EmailMessage, way: Way, *, is_probe: bool = False) -> Outcome:
    """Send a prepared letter, write down the result, and say what it shows of the transport."""
    patience = row.lease_left() - timedelta(seconds=settings.MAIL_TRY_SECONDS)
    if row.expires_at <= database_now() or patience <= NO_TIME:
        row.released()  # to be looked at anew: it has waited here for too long
        return Outcome.UNTRIED
    with way.serialised.turn(patience) as turn:
        try:
            answer = way.connection.send(message, turn.begin)
        except NoTurnError:
            row.released()
            return Outcome.UNTRIED
        except Exception as error:
            diagnosis = diagnose(error, step=way.connection.step, host=way.connection.host)
            diagnosis = blame_own_sender(row, message, way.transport, diagnosis)
            return _record_refused(row, way, diagnosis, recipient=recipient_of(message), is_probe=is_probe)
        return _record_sent(row, way.transport, answer, provider_id_of(message))


def _record_sent(row: OutboxLetter, transport: str, answer: str, provider_id: str) -> Outcome:
    shown = f"{printable(answer)} {provider_id}".strip()  # staff look for the ID in the provider's log
    if not row.sent(transport, shown, provider_id=provider_id):
        log.warning("Email %s was sent after its lease had ended, so it may arrive twice", row.pk)
    _note(row, "sent", shown, is_clean=True)
    return Outcome.WORKS


def _record_refused(
    row: OutboxLetter, way: Way, diagnosis: Diagnosis, *, recipient: str, is_probe: bool = False
) -> Outcome:
    """Blame the transport or the letter, whichever it is in the light of what others met."""
    _note(row, diagnosis.code, diagnosis.reply)
    if _may_have_been_taken(way, diagnosis):
        row.deferred(way.transport, diagnosis, delay_after(row.tries + 1, diagnosis))  # a rest for each possible copy
        return Outcome.REFUSED
    diagnosis = weigh(row, way.transport, diagnosis)
    if diagnosis.verdict is Verdict.UNKNOWN:
        row.failed(way.transport, diagnosis, State.UNKNOWN)
    elif diagnosis.blames_transport and diagnosis.is_certain:
        way.circuits.interrupt(way.transport, diagnosis)
        row.requeued(way.transport, diagnosis)
        way.circuits.learn_pace(way.transport, diagnosis, is_probe=is_probe)
        return Outcome.BROKEN
    elif diagnosis.blames_transport or diagnosis.verdict is Verdict.TRANSIENT or diagnosis.code == OUR_BUG:
        row.deferred(way.transport, diagnosis, delay_after(row.tries + 1, diagnosis))
    else:
        row.failed(way.transport, diagnosis, suppress=recipient if diagnosis.suppresses else "")
    return Outcome.REFUSED


def _may_have_been_taken(way: Way, diagnosis: Diagnosis) -> bool:
    """Tell whether the answer was lost, and not the letter."""
    lost_by_api = way.connection.step is Step.API and diagnosis.code in LOST_ANSWERS and diagnosis.reply_code is None
    return diagnosis.code == "reply_lost" or lost_by_api


def _record_unsent(row: OutboxLetter, reason: Reason) -> None:
    if reason in {Reason.TOO_LATE, Reason.SUPERSEDED}:
        row.expired(reason)
    else:
        row.skipped(reason)
    _note(row, "not sent", reason)


def _check_recipient(row: OutboxLetter, recipient: str) -> None:
    """NotSentError if nothing is to be written to it, or nothing more."""
    if _is_suppressed(row, recipient):
        raise NotSentError(Reason.SUPPRESSED)
    if not is_allowed(recipient):
        raise NotSentError(Reason.NOT_LISTED)
    if declared_letter(row.kind).limited and row.has_others and (reason := limit_reached(row)):
        raise NotSentError(reason)


def _is_suppressed(row: OutboxLetter, recipient: str) -> bool:
    """Go by who gets the letter, which need not be the address that it was asked for.

    Who complained still gets what somebody asks for in a form at this moment: else no password could be reset.
    """
    is_known = address_hash(recipient) == row.address_hash and not settings.SECRET_KEY_FALLBACKS
    if is_known and not row.is_suppressed:
        return False
    return Suppression.covers(recipient, asked_for=declared_letter(row.kind).limited)


def recipient_of(message: EmailMessage) -> str:
    (recipient,) = message.recipients()
    return recipient


def _note(row: OutboxLetter, outcome: str, answer: str, *, is_clean: bool = False) -> None:
    shown = answer if is_clean else printable(answer)
    log.info("Email %s, %s to %s: %s %s", row.pk, row.kind, mask_address(row.address), outcome, shown)
