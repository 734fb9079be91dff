"""Connections to deliver over without a network."""

from collections.abc import Callable
from typing import override

from django.core.mail import EmailMessage

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.transport.connection import Connection


class AcceptingConnection(Connection):
    """Takes every letter, and says so."""

    def __init__(self) -> None:
        super().__init__("smtp.test")
        self.sent: list[EmailMessage] = []
        self.closed = 0

    @override
    def abort(self) -> None: ...

    @override
    def _send(self, message: EmailMessage, before_last_word: Callable[[], object]) -> str:
        before_last_word()
        self.sent.append(message)
        return "250 2.0.0 Ok"

    @override
    def _close(self) -> None:
        self.closed += 1


class RefusingConnection(AcceptingConnection):
    """Raises an error at a step."""

    def __init__(self, error: Exception, step: Step = Step.DATA) -> None:
        super().__init__()
        self.error = error
        self.step = step

    @override
    def _send(self, message: EmailMessage, before_last_word: Callable[[], object]) -> str:
        raise self.error
