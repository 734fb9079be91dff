import contextlib
import smtplib
import ssl
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, diagnosed, good, not_checked, warning
from cinemahub.mail.doctor.probes import tls_mode as mode
from cinemahub.mail.doctor.probes.certificate import describe, shown_certificate
from cinemahub.mail.doctor.probes.conversation import (
    converse,
    encrypt,
    greet,
    introduce,
    open_encrypted,
    open_socket,
    tls_context,
)


def shake_hands(case: Case) -> Iterator[Note]:
    if not (case.tls_at_once or case.starttls):
        on_the_way = _("no TLS: whatever is sent can be read on the way")
        yield not_checked(_("no TLS")) if case.transport.is_local_inbox else warning(on_the_way)
        return
    with mode.OtherMode(case) as other:
        try:
            encrypted = _at_once(case) if case.tls_at_once else _after_starttls(case)
        except ssl.SSLCertVerificationError as error:
            yield _untrusted(case, error)
        except (OSError, smtplib.SMTPException) as error:
            yield mode.explain(case, error, other)
        else:
            yield good(f"{encrypted.version()}, {describe(encrypted.getpeercert())}")


def _at_once(case: Case) -> ssl.SSLSocket:
    encrypted = open_encrypted(case, tls_context(case))
    case.smtp = converse(case, encrypted)
    return encrypted


def _after_starttls(case: Case) -> ssl.SSLSocket:
    case.smtp = converse(case, open_socket(case))
    greet(case, case.smtp)
    introduce(case, case.smtp)
    return encrypt(case, case.smtp, tls_context(case))


def _untrusted(case: Case, error: ssl.SSLCertVerificationError) -> Note:
    diagnosis = diagnose(error, step=Step.TLS, host=case.who_answers)
    note = diagnosed(diagnosis)
    with contextlib.suppress(OSError, smtplib.SMTPException):
        shown = describe(shown_certificate(case))
        return diagnosed(diagnosis, cause=f"{note.cause} {_('It shows: %s.') % shown}")
    return note
