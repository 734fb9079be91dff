"""What a log line looks like."""

import logging
import time
from typing import override


class UTCFormatter(logging.Formatter):
    """One event a line, in UTC, with control characters made visible."""

    def __init__(self) -> None:
        super().__init__("{asctime}Z {levelname} {name}: {message}", "%Y-%m-%dT%H:%M:%S", style="{")
        self.converter = time.gmtime

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        """Keep whoever writes into a message from writing a line of his own."""
        record.message = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in record.message)
        return super().formatMessage(record)
