"""What ADMINS are told of an error: where it is, and nothing that opens an account."""

import logging
import time
from http import HTTPStatus
from typing import Any, override

from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter

from cinemahub.log import without_tokens
from cinemahub.report_filters import NamesOnlyFilter

PAUSE_SECONDS = 60

log = logging.getLogger(__name__)


class ErrorMailHandler(AdminEmailHandler):
    """Django's handler without secrets; one letter a minute; a letter that cannot be sent is logged, not raised."""

    mailed_at = float("-inf")

    def __init__(self) -> None:
        super().__init__(reporter_class=f"{__name__}.{ErrorReporter.__name__}")

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "status_code", None) == HTTPStatus.SERVICE_UNAVAILABLE:
            return  # no error, but what /health/ answers every few seconds while letters wait
        now = time.monotonic()
        if now - ErrorMailHandler.mailed_at < PAUSE_SECONDS:
            return
        ErrorMailHandler.mailed_at = now
        try:
            super().emit(record)
        except Exception as error:  # whoever visits must not see that, too, fail
            log.error("The error report was not sent: %s", type(error).__name__)

    @override
    def send_mail(self, subject: Any, message: Any, *args: Any, **kwargs: Any) -> None:
        super().send_mail(without_tokens(str(subject)), without_tokens(str(message)), *args, **kwargs)


class ErrorReporter(ExceptionReporter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filter = NamesOnlyFilter()
