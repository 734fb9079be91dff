"""Tokens are renewed before they end, in a thread of their own: no letter waits for the service that issues them."""

import logging
import threading
import time
from collections.abc import Iterable

from django.db import DatabaseError, InterfaceError, connection

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.diagnosis.readers.oauth import TokenError
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.models.database import explain
from cinemahub.mail.privacy.masking import traceback_without_words
from cinemahub.mail.transport.oauth.application import Application
from cinemahub.mail.transport.oauth.tokens import Tokens

CHECK_SECONDS = 30
MAX_END_SECONDS = 20  # what a renewal under way may take when the worker ends: what it is given is to be kept

log = logging.getLogger(__name__)


class TokenRenewal:
    def __init__(self, transports: Iterable[str]) -> None:
        self.applications = [found for alias in transports if (found := Application.of(alias))]
        self._looked_at = float("-inf")
        self._thread: threading.Thread | None = None
        self._trouble: dict[str, str] = {}  # of each transport, as it was told last

    def check(self) -> None:
        """Look after the tokens, from time to time; costs nothing where passwords are used."""
        now = time.monotonic()
        if self.applications and now - self._looked_at > CHECK_SECONDS and not self._is_at_work():
            self._looked_at = now
            self._thread = threading.Thread(target=self._look_after, name="token renewal", daemon=True)
            self._thread.start()

    def end(self) -> None:
        if self._thread is not None:
            self._thread.join(MAX_END_SECONDS)

    def _is_at_work(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _look_after(self) -> None:
        try:
            for application in self.applications:
                self._renew(application)
        except (DatabaseError, InterfaceError) as error:
            log.warning("%s", explain(error))
        except Exception as error:
            log.error("Tokens are left to another look", exc_info=traceback_without_words(error))
        finally:
            connection.close()

    def _renew(self, application: Application) -> None:
        """Renew one; what keeps it from that is told once, as it is no trouble yet."""
        code = ""
        try:
            Tokens(application).renew_ahead()
        except TokenError as error:
            found = diagnose(error, step=Step.AUTH)
            code = found.code
            if self._trouble.get(application.transport) != code:
                said = f"{found.cause} {found.remedy} ({found.reply})"
                log.warning("The token of transport %s is not renewed. %s", application.transport, said)
        self._trouble[application.transport] = code
