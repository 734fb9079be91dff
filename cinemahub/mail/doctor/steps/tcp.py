import socket
import time
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, diagnosed, good, warning
from cinemahub.mail.doctor.probes.time_limit import together

USUAL_PORTS = {465: "EMAIL_USE_SSL=true", 587: "EMAIL_USE_TLS=true", 2525: "EMAIL_USE_TLS=true", 25: ""}
MAX_KNOCK_SECONDS = 3


def try_addresses(case: Case) -> Iterator[Note]:
    """Connect to every address of the host; one that hangs delays each letter even if the others answer."""
    case.step = Step.CONNECT
    knocks = [partial(_knock, address, case.port, case.timeout) for address in case.addresses]
    outcomes = dict(zip(case.addresses, together(case.timeout + 1, knocks), strict=True))
    answering = {address: outcome for address, outcome in outcomes.items() if isinstance(outcome, float)}
    errors = {address: outcome for address, outcome in outcomes.items() if isinstance(outcome, Exception)}
    if not answering:
        yield _nobody_answers(case, next(iter(errors.values())))
        return
    case.addresses = list(answering)
    for address, seconds in answering.items():
        yield good(_("%(address)s port %(port)d answers in %(ms).0f ms") % _words(case, address, ms=seconds * 1000))
    for address, error in errors.items():
        diagnosis = diagnose(error, step=Step.CONNECT, host=case.who_answers)
        said = diagnosis.answer or diagnosis.cause
        text = _("%(address)s port %(port)d does not answer: %(error)s") % _words(case, address, error=said)
        yield warning(text, _("Emails can wait for this address first. If it is an IPv6 one, set up or turn off IPv6."))


def _nobody_answers(case: Case, error: Exception) -> Note:
    diagnosis = diagnose(error, step=Step.CONNECT, host=case.who_answers)
    if case.transport.is_provider:
        return diagnosed(diagnosis)
    if case.transport.is_local_inbox:
        return diagnosed(diagnosis, cause=_("The local inbox is not running."), remedy=_("Start it: `make run`."))
    open_ports = _open_ports(case)
    words = _words(case, case.host)
    if open_ports:
        refused = diagnosis.code == "connection_refused"
        shut = _("is closed") if refused else _("is filtered: nothing comes back")
        cause = _("Port %(port)d of %(address)s %(shut)s, but the host is right: it answers at %(open)s.") % {
            **words,
            "shut": shut,
            "open": ", ".join(map(str, open_ports)),
        }
        remedy = _("Set EMAIL_PORT=%(port)d %(mode)s.") % {"port": open_ports[0], "mode": USUAL_PORTS[open_ports[0]]}
        return diagnosed(diagnosis, cause=cause, remedy=remedy)
    cause = _("Neither port %(port)d nor another usual mail port of %(address)s answers.") % words
    return diagnosed(diagnosis, cause=f"{cause} {diagnosis.cause}")


def _open_ports(case: Case) -> list[int]:
    ports = [port for port in USUAL_PORTS if port != case.port]
    seconds = min(case.timeout, MAX_KNOCK_SECONDS)
    outcomes = together(seconds + 1, [partial(_knock, case.addresses[0], port, seconds) for port in ports])
    return [port for port, outcome in zip(ports, outcomes, strict=True) if isinstance(outcome, float)]


def _knock(address: str, port: int, seconds: float) -> float:
    """Return how many seconds it took to connect."""
    started = time.monotonic()
    with socket.create_connection((address, port), seconds):
        return time.monotonic() - started


def _words(case: Case, address: str, **others: object) -> dict[str, object]:
    return {"address": address, "port": case.port, **others}
