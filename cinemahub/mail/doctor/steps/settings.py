from collections.abc import Iterator

from django.core.checks import ERROR, CheckMessage
from django.utils.translation import gettext as _

from cinemahub.mail.checks import problems
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, failure, good, warning
from cinemahub.mail.privacy.masking import mask_address


def read_settings(case: Case) -> Iterator[Note]:
    """Say what the system checks have against the transport, then what it is."""
    complaints = [message for message in problems() if message.obj in (None, case.transport)]
    for message in sorted(complaints, key=lambda message: -message.level):
        yield _as_note(message)
    if any(message.level >= ERROR for message in complaints):
        return
    what = _name(case)
    if case.transport.is_local_inbox:
        remedy = _("To send for real put EMAIL_HOST_USER and EMAIL_HOST_PASSWORD into .env.")
        yield warning(_("%s: emails stay on this machine") % what, remedy)
    elif case.transport.sends_nothing:
        yield warning(_("%s: emails stay on this machine") % what)
    else:
        yield good(what)


def _name(case: Case) -> str:
    backend = type(case.backend)  # made here, so that Django says what it has against its options
    if case.transport.is_smtp:
        return _address(case)
    return case.provider_name if case.transport.is_provider else f"{backend.__module__}.{backend.__qualname__}"


def _as_note(message: CheckMessage) -> Note:
    if message.level >= ERROR:
        return failure(f"({message.id}) {message.msg}", message.msg, message.hint or "", str(message.id))
    return warning(f"({message.id}) {message.msg}", message.hint or "")


def _address(case: Case) -> str:
    tls = "SSL" if case.tls_at_once else "STARTTLS" if case.starttls else _("no TLS")
    login = mask_address(case.transport.username) if case.transport.username else _("no login")
    return f"{case.endpoint}, {tls}, {login}"
