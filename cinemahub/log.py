"""What a log line looks like."""

import logging
import time
from http import HTTPStatus
from typing import Any, override

from cinemahub.mail.privacy.tokens import mask_tokens


class UTCFormatter(logging.Formatter):
    """One event a line, in UTC, with control characters made visible and no token; a traceback is indented below."""

    def __init__(self) -> None:
        super().__init__("{asctime}Z {levelname} {name}: {message}", "%Y-%m-%dT%H:%M:%S", style="{")
        self.converter = time.gmtime

    @override
    def format(self, record: logging.LogRecord) -> str:
        return mask_tokens(super().format(record))

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        """Keep whoever writes into a message from writing a line of his own."""
        record.message = _printable(record.message)
        return super().formatMessage(record)

    @override
    def formatException(self, ei: Any) -> str:
        """Keep the message of an exception from looking like a line, too."""
        return "\n".join(f"  {_printable(line)}" for line in super().formatException(ei).splitlines())


QUIET = (" /static/", " /brand.css", " /inbox/ ")  # each page has them, and the inbox asks every few seconds


class WorthALineFilter(logging.Filter):
    """Drops runserver's lines about what went well and nobody asked for, and those that django.request says too."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        status = int(getattr(record, "status_code", None) or 0)
        asked = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
        if status == HTTPStatus.NOT_MODIFIED or status >= HTTPStatus.BAD_REQUEST:
            return False
        return not any(path in asked for path in QUIET)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
