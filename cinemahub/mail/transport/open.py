"""From an alias of MAILERS to a connection that letters can be sent on."""

from collections.abc import Callable
from typing import override

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from cinemahub.mail.transport.api import BackendConnection
from cinemahub.mail.transport.connection import Connection
from cinemahub.mail.transport.credentials import credentials_of
from cinemahub.mail.transport.smtp import SmtpConnection


def open_connection(alias: str) -> Connection:
    """Return a connection of a transport; it connects, or says what is wrong with it, when it is first used."""
    try:
        backend = mailers[alias]
    except ImproperlyConfigured as error:
        return UnusableConnection(error)
    # A subclass has its own way of sending, which SmtpConnection would pass over.
    if type(backend) is not SmtpBackend:
        return BackendConnection(backend)
    return SmtpConnection(backend, credentials_of(alias, backend.username, backend.password))


class UnusableConnection(Connection):
    """Stands for a transport whose settings make no backend."""

    def __init__(self, error: ImproperlyConfigured) -> None:
        super().__init__(host="")
        self.error = error

    @override
    def abort(self) -> None:
        """Nothing hangs."""

    @override
    def _send(self, message: EmailMessage, before_last_word: Callable[[], object]) -> str:
        raise self.error

    @override
    def _close(self) -> None:
        """Nothing was open."""
