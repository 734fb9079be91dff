"""What ADMINS are told of an error: where it is, and nothing that opens an account."""

import logging
import threading
import time
from http import HTTPStatus
from typing import Any, override

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.handler import DEFAULT_MAILER_ALIAS
from django.db import connection
from django.utils.log import AdminEmailHandler
from django.utils.module_loading import import_string
from django.views.debug import ExceptionReporter

from cinemahub.mail.privacy.tokens import mask_tokens
from cinemahub.mail.transport.message import AUTOMATIC
from cinemahub.report_filters import NamesOnlyFilter

PAUSE_SECONDS = 60
OUTBOX = "outbox"
SEND = "cinemahub.mail.transport.at_once.send_at_once"  # imported late: logging is set up before the apps are

log = logging.getLogger(__name__)


class ErrorMailHandler(AdminEmailHandler):
    """Django's handler without secrets; one email a minute, from a thread of its own: no visitor waits for it."""

    mailed_at = float("-inf")
    thread: threading.Thread | None = None

    def __init__(self) -> None:
        super().__init__(reporter_class=f"{__name__}.{ErrorReporter.__name__}")

    @override
    def emit(self, record: logging.LogRecord) -> None:
        # as /health/mail/ answers, and /health/ without its database
        is_no_error = getattr(record, "status_code", None) == HTTPStatus.SERVICE_UNAVAILABLE
        now = time.monotonic()
        if is_no_error or not settings.ADMINS or now - ErrorMailHandler.mailed_at < PAUSE_SECONDS:
            return
        ErrorMailHandler.mailed_at = now
        try:
            super().emit(record)
        except Exception as error:  # whoever visits must not see that, too, fail
            log.error("The error report was not written: %s", type(error).__name__)

    @override
    def send_mail(self, subject: Any, message: Any, *args: Any, **kwargs: Any) -> None:
        email = EmailMessage(
            f"{settings.EMAIL_SUBJECT_PREFIX}{mask_tokens(str(subject))}",
            mask_tokens(str(message)),
            settings.SERVER_EMAIL,
            settings.ADMINS,
            headers=dict(AUTOMATIC),
        )
        ErrorMailHandler.thread = threading.Thread(target=send, args=[email], name="error mail")
        ErrorMailHandler.thread.start()


class ErrorReporter(ExceptionReporter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filter = NamesOnlyFilter()


def send(email: EmailMessage) -> None:
    """Put it into the outbox, in a transaction of its own; if the database is what failed, send it at once."""
    for alias in (each for each in (OUTBOX, DEFAULT_MAILER_ALIAS) if each in mailers):
        try:
            import_string(SEND)(email, alias)
        except Exception as error:
            log.error("The error report was not sent through %s: %s", alias, type(error).__name__)
        else:
            break
        finally:
            connection.close()
