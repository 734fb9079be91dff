"""Any backend but Django's for SMTP: Anymail's keep an HTTP session open."""

from collections.abc import Callable
from typing import override

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from cinemahub.mail.diagnosis.readers.api import LetterFailedError
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.copy import RecipientCopy
from cinemahub.mail.transport.message import OutboxMessage, fit_for_provider

MAX_ID = 255


class BackendConnection(Connection):
    def __init__(self, backend: BaseEmailBackend) -> None:
        super().__init__(str(getattr(backend, "esp_name", "")), Step.API)
        self.backend = backend

    @override
    def abort(self) -> None:
        """Nothing to break: a provider's call has its own time limits."""

    @override
    def _send(self, message: EmailMessage, before_last_word: Callable[[], object]) -> str:
        before_last_word()
        try:
            if isinstance(message, RecipientCopy) and not _goes_by_envelope(self.backend):
                message.name_nobody_else()
            fit_for_provider(message, type(self.backend).__module__)
            self.backend.open()
            self.backend.send_messages([message])
        except Exception:
            self._close()
            raise
        status = getattr(message, "anymail_status", None)
        if status is None or not status.status:
            return ""
        if status.status == {"failed"}:
            raise LetterFailedError(self.host, status.esp_response)
        if isinstance(message, OutboxMessage) and str(status.message_id or "").isprintable():
            message.provider_id = str(status.message_id or "")[:MAX_ID]
        return ", ".join(sorted(status.status))

    @override
    def _close(self) -> None:
        self.backend.close()


def _goes_by_envelope(backend: BaseEmailBackend) -> bool:
    """Tell whether a backend asks for the recipients, or sends to whoever is named."""
    return isinstance(backend, SmtpBackend) or type(backend).__module__.startswith("django.core.mail.backends.")
