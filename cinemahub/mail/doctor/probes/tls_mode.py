"""TLS from the first byte or later: told by what the server says when it is spoken to the other way."""

import contextlib
import smtplib
import ssl
import threading
from copy import copy
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, diagnosed
from cinemahub.mail.doctor.probes.conversation import converse, greet, introduce, open_socket
from cinemahub.mail.doctor.probes.time_limit import begin
from cinemahub.mail.privacy.masking import printable

QUIET_SECONDS = 1


class OtherMode:
    """A look whether the server answers in the other mode: once something went wrong, or while it keeps silent, so that
    a silent one is waited for once. Ends with the block."""

    def __init__(self, case: Case) -> None:
        self._case = copy(case)  # whose step is another than that of the conversation
        self._is_over = case.transport.is_provider
        self._asked = threading.Event()
        self._found = begin(self._look)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._is_over = True
        self._asked.set()

    def answers(self) -> str:
        """Return what it says; "" if nothing."""
        self._asked.set()
        return self._found.result()

    def _look(self) -> str:
        self._asked.wait(QUIET_SECONDS)
        if self._is_over:
            return ""
        return _speaks_plainly(self._case) if self._case.tls_at_once else _wants_tls(self._case)


def explain(case: Case, error: Exception, other: OtherMode) -> Note:
    """Name the cause of a connection that did not come about, after a look whether the other mode works."""
    diagnosis = diagnose(error, step=case.step, host=case.who_answers)
    if case.transport.is_provider:
        return diagnosed(diagnosis)
    if case.tls_at_once and (greeting := other.answers()):
        cause = _("Port %(port)d starts unencrypted, and EMAIL_USE_SSL is on. The server says: %(greeting)s") % {
            "port": case.port,
            "greeting": greeting,
        }
        remedy = _("Set EMAIL_USE_SSL=false and EMAIL_USE_TLS=true, or EMAIL_PORT=465 with EMAIL_USE_SSL=true.")
        return diagnosed(diagnosis, cause=cause, remedy=remedy)
    if not case.tls_at_once and isinstance(error, (smtplib.SMTPServerDisconnected, OSError)) and other.answers():
        cause = _("Port %(port)d waits for TLS from the first byte, and EMAIL_USE_SSL is off.") % {"port": case.port}
        remedy = _("Set EMAIL_USE_SSL=true and EMAIL_USE_TLS=false, or EMAIL_PORT=587 with EMAIL_USE_TLS=true.")
        return diagnosed(diagnosis, cause=cause, remedy=remedy)
    return diagnosed(diagnosis)


def _speaks_plainly(case: Case) -> str:
    """Return the greeting of a server that says it without TLS, with what it offers then; "" if it does not."""
    with contextlib.suppress(OSError, smtplib.SMTPException), open_socket(case) as sock:
        smtp = converse(case, sock)
        greeting = greet(case, smtp)
        introduce(case, smtp)
        offers = "STARTTLS" if smtp.has_extn("starttls") else ""
        return printable(f"{greeting} {offers}").strip()
    return ""


def _wants_tls(case: Case) -> str:
    """Return the version of TLS that the server speaks; whose certificate it has does not matter here."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    with (
        contextlib.suppress(OSError),
        open_socket(case) as sock,
        blind.wrap_socket(sock, server_hostname=case.host) as encrypted,
    ):
        return encrypted.version() or ""
    return ""
