"""A real letter the way all letters go: outbox, template, worker's code."""

import threading
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cinemahub.mail import outbox
from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of, remedy_for
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.known import in_this_case
from cinemahub.mail.doctor.note import Note, failure, good
from cinemahub.mail.letters import declared_letter
from cinemahub.mail.models import Circuit, OutboxLetter, Reason, State
from cinemahub.mail.privacy.masking import mask_address, printable
from cinemahub.mail.sending.delivery import Outcome, deliver
from cinemahub.mail.services.registry import recognise
from cinemahub.mail.transport.open import open_connection

LETTER = "doctor_test"


def send_letter(case: Case) -> Iterator[Note]:
    try:
        row = _post(case.to)
        try:
            _deliver(case, row)
        finally:
            row.skipped(Reason.GIVEN_UP)
            OutboxLetter.objects.filter(pk=row.pk).give_up()  # no worker is to try it again later
        row.refresh_from_db()
    except DatabaseError:
        yield failure(
            _("the email could not be put into the outbox"),
            _("The site's own database does not answer, or has no tables yet."),
            _("Check DATABASE_URL and run `manage.py migrate`."),
            "database_away",
        )
        return
    yield _result(case, row)


def _post(address: str) -> OutboxLetter:
    """Put the letter into the outbox and take it out again before any worker sees it."""
    with transaction.atomic():
        row = outbox.enqueue(declared_letter(LETTER), to=address, language=get_language() or "")
        lease_for = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        (claimed,) = OutboxLetter.objects.filter(pk=row.pk).claim(1, lease_for=lease_for)
    return claimed


def _deliver(case: Case, row: OutboxLetter) -> None:
    case.step, case.message_id = Step.COMPOSE, row.message_id
    connection = open_connection(case.transport.alias)
    limit = threading.Timer(settings.MAIL_TRY_SECONDS, connection.abort)
    limit.start()
    try:
        if deliver(row, connection, case.transport.alias) is Outcome.WORKS:
            Circuit.close(case.transport.alias)
    finally:
        limit.cancel()
        connection.close()


def _result(case: Case, row: OutboxLetter) -> Note:
    last = row.history[-1] if row.history else {"outcome": "", "answer": ""}
    if row.state == State.SENT:
        return good(
            _("sent to %(address)s: %(answer)s") % {"address": mask_address(row.address), "answer": last["answer"]}
        )
    if last["outcome"] in CAUSES:
        code, provider = last["outcome"], recognise(case.who_answers, last["answer"])
        cause, remedy = in_this_case(case, code, cause_of(code, provider), remedy_for(code, provider))
        return failure(printable(last["answer"]) or cause, cause, remedy, code)
    reason = Reason(row.reason)
    said = str(reason.label)
    return failure(said, _("The email is not sent on purpose: %s.") % said, _remedy(reason), reason.value)


def _remedy(reason: Reason) -> str:
    if reason is Reason.SUPPRESSED:
        return _("If the mailbox exists again, lift its suppression: Admin > Suppressions.")
    if reason is Reason.NOT_LISTED:
        return _("Add the address or its domain to MAIL_ONLY_TO.")
    return _("Try again.")
