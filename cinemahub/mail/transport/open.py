"""From an alias of MAILERS to a line that letters can be sent on."""

from typing import override

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from cinemahub.mail.diagnosis.readers.api import LetterFailedError
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.smtp import SmtpConnection


def open_connection(alias: str) -> Connection:
    """Return a line of a transport of MAILERS; it connects, or says what is wrong with it, when it is first used."""
    try:
        backend = mailers[alias]
    except ImproperlyConfigured as error:
        return UnusableConnection(error)
    # A subclass has its own way of sending, which SmtpConnection would pass over.
    return SmtpConnection(backend) if type(backend) is SmtpBackend else BackendConnection(backend)


class BackendConnection(Connection):
    """Any backend but Django's for SMTP: Anymail's keep an HTTP session open."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        super().__init__(str(getattr(backend, "esp_name", "")), Step.API)
        self.backend = backend

    @override
    def abort(self) -> None:
        """Nothing to break: a provider's call has its own time limits."""

    @override
    def _send(self, message: EmailMessage) -> str:
        try:
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
        return f"{', '.join(status.status)} {status.message_id}"

    @override
    def _close(self) -> None:
        self.backend.close()


class UnusableConnection(Connection):
    """Stands for a transport whose settings make no backend."""

    def __init__(self, error: ImproperlyConfigured) -> None:
        super().__init__(host="")
        self.error = error

    @override
    def abort(self) -> None:
        """Nothing hangs."""

    @override
    def _send(self, message: EmailMessage) -> str:
        raise self.error

    @override
    def _close(self) -> None:
        """Nothing was open."""
