"""The letter, looked for where it should be: in your own mailbox."""

import imaplib
import re
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from cinemahub.mail.diagnosis.causes.registry import cause_of, remedy_for
from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, diagnosed, failure, good, not_checked, warning
from cinemahub.mail.doctor.steps.signatures import look_at_signatures
from cinemahub.mail.privacy.masking import printable
from cinemahub.mail.services.registry import recognise
from cinemahub.mail.transport.imap import Folder
from cinemahub.mail.transport.own_mailbox import OwnMailbox, own_mailbox

MAX_WAY_SECONDS = 60
PAUSE_SECONDS = 2
RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)


def own_address(case: Case) -> str:
    candidates = (settings.DOCTOR_IMAP_USER, case.transport.username, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return next((address for address in candidates if "@" in address), "")


def read_back(case: Case) -> Iterator[Note]:
    own = own_mailbox(case.transport)
    if not own.is_known:
        yield failure(
            _("there is no mailbox to check"),
            _("It is not known where emails to the sender's mailbox can be read."),
            _("Set DOCTOR_IMAP_HOST, DOCTOR_IMAP_USER and DOCTOR_IMAP_PASSWORD."),
        )
        return
    try:
        yield from _look(case, own)
    except imaplib.IMAP4.error as error:
        remedy = remedy_for("mail_clients_off", recognise(own.host))
        yield failure(printable(str(error)), _("The mailbox cannot be read over IMAP."), remedy)
    except UnicodeEncodeError:
        cause, remedy = cause_of("login_not_ascii"), _("Type DOCTOR_IMAP_PASSWORD again with the keyboard in English.")
        yield failure(cause, cause, remedy, "login_not_ascii")
    except TokenError as error:
        yield diagnosed(diagnose(error, step=Step.AUTH, host=own.host))
    except OSError as error:
        found = diagnose(error, step=Step.CONNECT, host=own.host)
        yield diagnosed(found, remedy=_("Check DOCTOR_IMAP_HOST and DOCTOR_IMAP_PORT."))


def _look(case: Case, own: OwnMailbox) -> Iterator[Note]:
    deadline = time.monotonic() + MAX_WAY_SECONDS
    while True:
        with own.open(case.timeout) as reader:
            if found := reader.find(case.message_id):
                reader.discard(case.message_id)
                break
        if time.monotonic() > deadline:
            yield _not_there()
            return
        time.sleep(PAUSE_SECONDS)
    yield _place(found[0])
    results = _results(found[1])
    yield from look_at_signatures(found[1], is_believed=results.get("DKIM") == "pass")
    yield _authentication(results)


def _place(folder: Folder) -> Note:
    name = printable(folder.name)
    if folder.is_inbox:
        return good(_("arrived in the inbox"))
    if not folder.is_junk:
        return warning(_("arrived in the folder %s") % name, _("Look for a filter that moves emails there."))
    return failure(
        _("arrived in the folder %s, which is spam") % name,
        _("The receiver treats the email as spam."),
        _("Mark an email there as not spam. Correct what the step domain names; send from your own domain with DKIM."),
    )


def _not_there() -> Note:
    return failure(
        _("not there after %d seconds") % MAX_WAY_SECONDS,
        _("The server accepted the email, and it did not arrive."),
        _("Check the mailbox in some minutes, spam too, for the email or for one that says why it came back."),
    )


def _results(letter: bytes) -> dict[str, str]:
    """Read the topmost header alone: the receiver's own; those below may be anybody's (RFC 8601, 5)."""
    said = str(message_from_bytes(letter).get("Authentication-Results", ""))
    return {name.upper(): result.lower() for name, result in RESULT.findall(said)}


def _authentication(results: dict[str, str]) -> Note:
    if not results:
        return not_checked(_("no Authentication-Results: the receiver does not say whether it believes the sender"))
    text = ", ".join(f"{name} {result}" for name, result in results.items())
    if set(results.values()) <= {"pass", "none"}:
        return good(text)
    return warning(text, _("Correct what the step domain names."))
