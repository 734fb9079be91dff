"""A log line for machines."""

import json
import logging
from datetime import UTC, datetime
from typing import override

from cinemahub.mail.privacy.tokens import mask_tokens


class JSONFormatter(logging.Formatter):
    """One object a line, with the time in UTC and no token."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: mask_tokens(value) for name, value in event.items()}, ensure_ascii=False)
