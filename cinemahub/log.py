"""What a log line looks like."""

import logging
import re
import time
from typing import Any, override

# Tokens of links, their signatures and session keys are this long; words and names that are have no digit.
_TOKEN = re.compile(r"(?=[\w-]*\d)[\w-]{32,}", re.ASCII)


class UTCFormatter(logging.Formatter):
    """One event a line, in UTC, with control characters made visible and no token; a traceback is indented below."""

    def __init__(self) -> None:
        super().__init__("{asctime}Z {levelname} {name}: {message}", "%Y-%m-%dT%H:%M:%S", style="{")
        self.converter = time.gmtime

    @override
    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        """Keep whoever writes into a message from writing a line of his own."""
        record.message = _printable(record.message)
        return super().formatMessage(record)

    @override
    def formatException(self, ei: Any) -> str:
        """Keep the message of an exception from looking like a line, too."""
        return "\n".join(f"  {_printable(line)}" for line in super().formatException(ei).splitlines())


def without_tokens(text: str) -> str:
    """Hide what could open an account: the path of a request for a reset link holds the link's token."""
    return _TOKEN.sub("***", text)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
