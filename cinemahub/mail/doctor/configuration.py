from collections.abc import Iterator

from django.core.checks import ERROR, CheckMessage
from django.utils.translation import gettext as _

from cinemahub.mail.checks import problems
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, failure, good, warning
from cinemahub.mail.masking import mask_address


def read_settings(case: Case) -> Iterator[Note]:
    """Say by which transport letters go, and what the system checks have against it."""
    provider = case.esp_name  # Django refuses here what it refuses itself
    complaints = [message for message in problems() if message.obj in (None, case.transport)]
    for message in sorted(complaints, key=lambda message: -message.level):
        yield _as_note(message)
    if case.transport.is_local_inbox:
        yield warning(
            _("%s: the letters stay on this machine") % _address(case),
            _("To send for real put EMAIL_HOST_USER and EMAIL_HOST_PASSWORD into .env."),
        )
    elif case.transport.sends_nothing:
        yield warning(_("%s: the letters stay on this machine") % case.transport.backend)
    elif not complaints:
        yield good(_address(case) if case.transport.is_smtp else provider)


def _as_note(message: CheckMessage) -> Note:
    if message.level >= ERROR:
        return failure(f"({message.id}) {message.msg}", message.msg, message.hint or "", str(message.id))
    return warning(f"({message.id}) {message.msg}", message.hint or "")


def _address(case: Case) -> str:
    tls = "SSL" if case.tls_at_once else "STARTTLS" if case.starttls else _("no TLS")
    login = mask_address(case.transport.username) if case.transport.username else _("no login")
    return f"{case.host}:{case.port}, {tls}, {login}"
