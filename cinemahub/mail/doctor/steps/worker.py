"""The site's own half of the way: is anybody sending, and what is in its way."""

from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Mark, Note, diagnosed, good, not_checked, warning
from cinemahub.mail.models import Circuit, CircuitState, OutboxLetter, State, Worker
from cinemahub.mail.models.database import database_now, explain
from cinemahub.mail.transport.configured import fingerprint


def look_at_worker(case: Case) -> Iterator[Note]:
    """Tell whether a worker lives with the settings of now, whether it may send, what waits and what went."""
    try:
        yield _workers(f"{_waiting()}; {_last_sent()}")
        yield from _circuit(case.transport.alias)
    except (DatabaseError, InterfaceError) as error:
        yield not_checked(explain(error))


def _workers(outbox: str) -> Note:
    living = list(Worker.objects.living())
    if not living and not Worker.objects.are_missing():
        said = _("tasks send the emails")
        return good(f"{said}; {outbox}")
    if not living:
        said = _("no worker is running: emails wait")
        return warning(f"{said}; {outbox}", _("Start one: manage.py mail_worker."))
    number = ngettext("%d worker is running", "%d workers are running", len(living)) % len(living)
    if all(worker.configuration in {"", fingerprint()} for worker in living):
        return good(f"{number}; {outbox}")
    return warning(
        _("%s, with other settings than these") % number + f"; {outbox}",
        _("Restart the worker: it has the settings and the trusted certificates of when it started."),
    )


def _circuit(transport: str) -> Iterator[Note]:
    circuit = Circuit.objects.open().filter(transport=transport).first()
    if circuit is not None:
        mark = Mark.WARNING  # it is why nothing went so far; whether it is so now, the next steps show
        state = _("on hold") if circuit.state == CircuitState.HELD else _("paused")
        note = diagnosed(circuit.diagnosis, mark)
        yield Note(mark, f"{state}: {note.text}", note.cause, f"{note.cause} {note.remedy}", note.code)


def _waiting() -> str:
    waiting = OutboxLetter.objects.waiting()
    if (oldest := waiting.order_by("created_at").first()) is None:
        return _("nothing waits")
    minutes = int((database_now() - oldest.created_at).total_seconds() // 60)
    number = waiting.count()
    return ngettext(
        "%(count)d email waits, for %(minutes)d min", "%(count)d emails wait, the oldest for %(minutes)d min", number
    ) % {"count": number, "minutes": minutes}


def _last_sent() -> str:
    sent = OutboxLetter.objects.filter(finished_at__isnull=False, state=State.SENT).order_by("-finished_at").first()
    if sent is None or sent.finished_at is None:
        return _("none was sent yet")
    return _("the last was sent %s UTC") % f"{sent.finished_at:%Y-%m-%d %H:%M}"
