"""One try: a claimed letter, a line, and what became of it."""

import logging
import traceback

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from cinemahub.mail.compose import compose
from cinemahub.mail.diagnosis import Diagnosis, Step, Verdict, diagnose
from cinemahub.mail.letters import NotSentError, declared_letter
from cinemahub.mail.limits import limit_reached
from cinemahub.mail.line import Line
from cinemahub.mail.masking import mask_address, printable
from cinemahub.mail.models import Hold, OutboxLetter, Reason, State, Suppression
from cinemahub.mail.only_to import may_write_to
from cinemahub.mail.patience import insist
from cinemahub.mail.retry import delay_after

log = logging.getLogger(__name__)


def deliver(row: OutboxLetter, line: Line, transport: str) -> bool:
    """Try a claimed letter once and write down the result; True if the transport is seen to work."""
    message = _prepare(row, transport)
    if message is None:
        return False
    try:
        answer = line.send(message)
    except Exception as error:
        diagnosis = diagnose(error, step=line.step, host=line.host)
        _settle(row, transport, diagnosis)
        return diagnosis.verdict in {Verdict.RECIPIENT, Verdict.LETTER}
    insist(lambda: row.sent(transport, printable(answer)))
    _note(row, "sent", answer)
    return True


def _prepare(row: OutboxLetter, transport: str) -> EmailMessage | None:
    """Compose the letter, or write down why there is nothing to send."""
    try:
        if row.valid_until <= timezone.now():
            raise NotSentError(Reason.TOO_LATE)
        if row.has_newer and declared_letter(row.kind).newest_only:
            raise NotSentError(Reason.REPLACED)
        message = compose(row)
        if row.is_suppressed:
            raise NotSentError(Reason.SUPPRESSED)
        if not all(map(may_write_to, message.recipients())):
            raise NotSentError(Reason.NOT_LISTED)
        if declared_letter(row.kind).limited and row.has_others and (reason := limit_reached(row)):
            raise NotSentError(reason)
    except NotSentError as not_sent:
        _leave_unsent(row, not_sent.reason)
    except (OperationalError, InterfaceError):
        raise  # the database is away, which is no fault of the letter
    except Exception as error:
        frames = "".join(traceback.format_tb(error.__traceback__))  # without the message, which may hold a link
        log.error("Letter %s of kind %s is broken: %s\n%s", row.pk, row.kind, type(error).__name__, frames)
        _settle(row, transport, diagnose(error, step=Step.COMPOSE))
    else:
        return message
    return None


def _leave_unsent(row: OutboxLetter, reason: Reason) -> None:
    moment_passed = reason in {Reason.TOO_LATE, Reason.REPLACED}
    insist(lambda: row.expired(reason) if moment_passed else row.skipped(reason))
    _note(row, "not sent", reason)


def _settle(row: OutboxLetter, transport: str, diagnosis: Diagnosis) -> None:
    match diagnosis.verdict:
        case Verdict.TRANSIENT:
            insist(lambda: row.deferred(transport, diagnosis, delay_after(row.tries + 1, diagnosis)))
        case Verdict.CONFIGURATION | Verdict.HOLD:
            insist(lambda: _hold(row, transport, diagnosis))
        case Verdict.UNKNOWN:
            insist(lambda: row.failed(transport, diagnosis, State.UNKNOWN))
        case Verdict.RECIPIENT | Verdict.LETTER:
            insist(lambda: row.failed(transport, diagnosis))
    if diagnosis.suppresses:
        insist(lambda: Suppression.add(row.address, diagnosis.code, diagnosis.answer))
    _note(row, diagnosis.code, diagnosis.answer)


def _hold(row: OutboxLetter, transport: str, diagnosis: Diagnosis) -> None:
    if Hold.place(transport, diagnosis):
        log.error(
            "Transport %s is on hold, its letters wait. %s %s (%s)",
            transport,
            diagnosis.cause,
            diagnosis.remedy,
            diagnosis.answer,
        )
    row.held_back(transport, diagnosis)


def _note(row: OutboxLetter, outcome: str, answer: str) -> None:
    log.info("Letter %s, %s to %s: %s %s", row.pk, row.kind, mask_address(row.address), outcome, printable(answer))
