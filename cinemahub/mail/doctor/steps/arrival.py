"""What became of the letter, as far as somebody says so within a minute."""

import imaplib
import time
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from cinemahub.mail.arrival.returns.collect import collect
from cinemahub.mail.arrival.webhooks.hook import configured_hook
from cinemahub.mail.diagnosis.causes.registry import cause_of, remedy_for
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, failure, good, not_checked, warning
from cinemahub.mail.models import Delivery, OutboxLetter, State
from cinemahub.mail.transport.own_mailbox import own_mailbox

MAX_WAIT_SECONDS = 60
PAUSE_SECONDS = 3
SETTLED = {Delivery.DELIVERED, Delivery.BOUNCED, Delivery.COMPLAINED}


def wait_for_word(case: Case) -> Iterator[Note]:
    row = OutboxLetter.objects.filter(message_id=case.message_id, state=State.SENT).first()
    if row is None:
        return
    own = own_mailbox(case.transport)
    if case.transport.is_provider and configured_hook() is not None:
        yield _tell(case, _wait(row, lambda: None))
    elif case.transport.is_provider:
        yield not_checked(_("whether it arrived: no webhook is set up here; see manage.py mail_webhook"))
    elif case.transport.is_smtp and own.is_known:
        try:
            yield _tell(case, _wait(row, lambda: collect(own)))
        except (imaplib.IMAP4.error, OSError, UnicodeEncodeError) as error:
            yield warning(
                _("whether it arrived: the mailbox cannot be read over IMAP (%s)") % type(error).__name__,
                _("Run mail_doctor --roundtrip, which names the cause."),
            )
    elif case.transport.is_smtp and not case.transport.is_local_inbox:
        yield not_checked(_("whether it arrived: set DOCTOR_IMAP_HOST, and email that comes back is found"))


def _wait(row: OutboxLetter, look: Callable[[], object]) -> OutboxLetter:
    deadline = time.monotonic() + MAX_WAIT_SECONDS
    while True:
        look()
        row.refresh_from_db()
        if row.delivery in SETTLED or time.monotonic() > deadline:
            return row
        time.sleep(PAUSE_SECONDS)


def _tell(case: Case, row: OutboxLetter) -> Note:
    event = row.events.exclude(delivery="").order_by("pk").last()
    said = event.answer if event else ""
    match row.delivery:
        case Delivery.DELIVERED:
            return good(_("delivered: %s") % (said or _("the recipient's server accepted it")))
        case Delivery.BOUNCED | Delivery.COMPLAINED:
            cause, remedy = cause_of(row.reason, case.who_answers), remedy_for(row.reason, case.who_answers)
            return failure(_("it came back: %s") % (said or cause), cause, remedy, row.reason)
        case Delivery.DEFERRED:
            text = _("the recipient's server puts it off: %s") % (said or cause_of(row.reason, case.who_answers))
            return warning(text, _("It is tried again. The admin shows what becomes of it: Outbox."))
    if case.transport.is_provider:
        text = _("%(provider)s said nothing in %(seconds)d seconds; the admin shows what it says later: Outbox")
        return not_checked(text % {"provider": case.provider_name, "seconds": MAX_WAIT_SECONDS})
    return not_checked(_("nothing came back in %d seconds; the worker goes on looking") % MAX_WAIT_SECONDS)
