from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, CheckMessage
from django.utils.translation import gettext as _

from cinemahub.mail.checks import problems
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, failure, good, not_checked, warning
from cinemahub.mail.privacy.masking import mask_address
from cinemahub.mail.rules.hosts import is_private
from cinemahub.mail.services.service import Provider
from cinemahub.mail.transport.aliases import routes


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
        yield from _what_a_provider_changes(case)
        yield from _where_links_lead()
    for alias in routes():
        if alias != case.transport.alias:
            yield not_checked(_("some emails go by %(alias)s: --transport %(alias)s") % {"alias": alias})


def _what_a_provider_changes(case: Case) -> Iterator[Note]:
    service = case.transport.service
    if isinstance(service, Provider):
        for change in service.changes:
            yield warning(f"{service.name} {change}")


def _where_links_lead() -> Iterator[Note]:
    if is_private(urlsplit(settings.SITE_URL).hostname or ""):
        yield warning(
            _("links lead to %s, which opens on this computer or network only") % settings.SITE_URL,
            _(
                "Fine while you try it out, but spam filters mark such emails down. Before you email anyone else, set "
                "SITE_URL to the site's public address."
            ),
        )


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
