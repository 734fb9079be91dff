"""One try: a claimed letter, a connection, and what became of it."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.letters import NotSentError, declared_letter
from cinemahub.mail.models import Hold, OutboxLetter, Outcome, Reason, State, Suppression
from cinemahub.mail.models.database import insist
from cinemahub.mail.models.retry import delay_after
from cinemahub.mail.privacy.hashing import address_hash
from cinemahub.mail.privacy.masking import mask_address, printable, traceback_without_words
from cinemahub.mail.sending.allow_list import is_allowed
from cinemahub.mail.sending.compose import compose
from cinemahub.mail.sending.rate_limits import limit_reached
from cinemahub.mail.transport.connection import Connection

log = logging.getLogger(__name__)


def deliver(row: OutboxLetter, connection: Connection, transport: str) -> Outcome:
    """Try a claimed letter once, write down the result, and say what it shows of the transport."""
    message = insist(lambda: prepare(row, transport))
    return Outcome.NOTHING if message is None else hand_over(row, message, connection, transport)


def hand_over(row: OutboxLetter, message: EmailMessage, connection: Connection, transport: str) -> Outcome:
    """Send a prepared letter, write down the result, and say what it shows of the transport."""
    if row.expires_at <= timezone.now() or not row.lease_outlasts(timedelta(seconds=settings.MAIL_TRY_SECONDS)):
        row.released()  # to be looked at anew: it has waited here for too long
        return Outcome.NOTHING
    try:
        answer = connection.send(message)
    except Exception as error:
        diagnosis = diagnose(error, step=connection.step, host=connection.host)
        if diagnosis.suppresses:
            insist(lambda: Suppression.add(message.to[0], diagnosis.code, diagnosis.reply))
        return _settle(row, transport, diagnosis)
    if not insist(lambda: row.sent(transport, printable(answer))):
        log.warning("Letter %s was sent after its lease had ended, so it may arrive twice", row.pk)
    _note(row, "sent", answer)
    return Outcome.WORKS


def prepare(row: OutboxLetter, transport: str) -> EmailMessage | None:
    """Compose the letter, or write down why there is nothing to send."""
    try:
        if row.expires_at <= timezone.now():
            raise NotSentError(Reason.TOO_LATE)
        if row.has_newer and declared_letter(row.kind).newest_only:
            raise NotSentError(Reason.SUPERSEDED)
        message = compose(row)
        if _is_suppressed(row, message.to[0]):
            raise NotSentError(Reason.SUPPRESSED)
        if not all(map(is_allowed, message.recipients())):
            raise NotSentError(Reason.NOT_LISTED)
        if declared_letter(row.kind).limited and row.has_others and (reason := limit_reached(row)):
            raise NotSentError(reason)
    except NotSentError as not_sent:
        _leave_unsent(row, not_sent.reason)
    except (OperationalError, InterfaceError):
        raise  # the database is away, which is no fault of the letter
    except Exception as error:
        log.error("Letter %s of kind %s is broken", row.pk, row.kind, exc_info=traceback_without_words(error))
        _settle(row, transport, diagnose(error, step=Step.COMPOSE))
    else:
        return message
    return None


def _is_suppressed(row: OutboxLetter, recipient: str) -> bool:
    """Go by who gets the letter, which need not be the address that it was asked for."""
    is_known = address_hash(recipient) == row.address_hash and not settings.SECRET_KEY_FALLBACKS
    return row.is_suppressed if is_known else Suppression.covers(recipient)


def _leave_unsent(row: OutboxLetter, reason: Reason) -> None:
    moment_passed = reason in {Reason.TOO_LATE, Reason.SUPERSEDED}
    insist(lambda: row.expired(reason) if moment_passed else row.skipped(reason))
    _note(row, "not sent", reason)


def _settle(row: OutboxLetter, transport: str, diagnosis: Diagnosis) -> Outcome:
    _note(row, diagnosis.code, diagnosis.reply)
    match diagnosis.verdict:
        case Verdict.TRANSIENT:
            insist(lambda: row.deferred(transport, diagnosis, delay_after(row.tries + 1, diagnosis)))
            return Outcome.UNCLEAR
        case Verdict.CONFIGURATION | Verdict.HOLD:
            insist(lambda: _hold(row, transport, diagnosis))
            return Outcome.BROKEN
        case Verdict.UNKNOWN:
            insist(lambda: row.failed(transport, diagnosis, State.UNKNOWN))
            return Outcome.UNCLEAR
    insist(lambda: row.failed(transport, diagnosis))
    return Outcome.NOTHING


def _hold(row: OutboxLetter, transport: str, diagnosis: Diagnosis) -> None:
    if Hold.place(transport, diagnosis):
        log.error(
            "Transport %s is on hold, its letters wait. %s %s (%s)",
            transport,
            diagnosis.cause,
            diagnosis.remedy,
            diagnosis.reply,
        )
    row.requeued(transport, diagnosis)


def _note(row: OutboxLetter, outcome: str, answer: str) -> None:
    log.info("Letter %s, %s to %s: %s %s", row.pk, row.kind, mask_address(row.address), outcome, printable(answer))
