"""ADMINS hear once that mail is not well, and once that it is again, by a way that works."""

import logging
import threading
import time

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, InterfaceError, connection
from django.utils import translation
from django.utils.translation import gettext as _

from cinemahub.mail.models import Circuit, Incident
from cinemahub.mail.models.database import explain
from cinemahub.mail.rules.senders import bare_address
from cinemahub.mail.sending.allow_list import is_allowed
from cinemahub.mail.sending.status import MailStatus, mail_status
from cinemahub.mail.transport.aliases import FALLBACK
from cinemahub.mail.transport.at_once import send_at_once
from cinemahub.mail.transport.message import AUTOMATIC

CHECK_SECONDS = 15

log = logging.getLogger(__name__)


class Alarm:
    """Looks from time to time; what it sends goes from a thread of its own, so that no email waits for it."""

    def __init__(self, transports: list[str]) -> None:
        self.transports = transports
        self.checked_at = float("-inf")

    def check(self) -> None:
        now = time.monotonic()
        if not admins() or now - self.checked_at < CHECK_SECONDS:
            return
        self.checked_at = now
        with translation.override(settings.LANGUAGE_CODE):
            self._check()

    def _check(self) -> None:
        status = mail_status()
        if status.problems:
            incident = Incident.go_on(_in_words(status))
            if (way := self._way()) and incident.claim_telling():
                self._send(way, _("Emails are not sent as they should be"), _in_words(status), incident)
        elif (incident_before := Incident.current()) and incident_before.end_if_over():
            self._tell_end(incident_before)

    def _tell_end(self, incident: Incident) -> None:
        if way := self._way():
            began = f"{incident.began_at:%Y-%m-%d %H:%M} UTC"
            text = _("Since %(moment)s something was wrong with the emails:") % {"moment": began}
            self._send(way, _("Emails are sent again"), f"{text}\n\n{incident.problems}")

    def _way(self) -> str:
        """Name a transport that works, the fallback first: it does not depend on what may be broken."""
        open_ones = set(Circuit.objects.open().values_list("transport", flat=True))
        by_preference = sorted(self.transports, key=lambda alias: alias != FALLBACK)
        return next((alias for alias in by_preference if alias not in open_ones), "")

    def _send(self, way: str, subject: str, text: str, incident: Incident | None = None) -> None:
        threading.Thread(target=_send, args=[way, subject, text, incident], daemon=True, name="alarm").start()


def admins() -> list[str]:
    """Return those of ADMINS to whom this environment may send."""
    return [admin for admin in settings.ADMINS if is_allowed(bare_address(admin))]


def _in_words(status: MailStatus) -> str:
    lines = [f"- {problem}" for problem in status.problems]
    lines += [f"- {hold['cause']} {hold['remedy']} ({hold['answer']})" for hold in status.holds]
    return "\n".join(lines)


def _send(way: str, subject: str, text: str, incident: Incident | None) -> None:
    email = EmailMessage(f"{settings.EMAIL_SUBJECT_PREFIX}{subject}", text, settings.SERVER_EMAIL, admins())
    email.extra_headers |= AUTOMATIC
    try:
        send_at_once(email, way)
    except Exception as error:
        log.error("ADMINS could not be told through %s: %s", way, type(error).__name__)
        if incident is not None:
            _give_back(incident)
    finally:
        connection.close()


def _give_back(incident: Incident) -> None:
    try:
        incident.give_back_telling()
    except (DatabaseError, InterfaceError) as error:
        log.warning("%s", explain(error))
