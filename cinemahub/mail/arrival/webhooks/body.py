"""What came, as far as anything may look at it: not too long, not too deep, and made of objects."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, QueryDict

FORM = "application/x-www-form-urlencoded"
MAX_BYTES, MAX_BYTES_OF_BATCH = 256 * 1024, 1024 * 1024  # Amazon SNS sends up to 256 KiB
MAX_DEPTH = 20
MAX_EVENTS = 1000

type Event = dict[str, Any]


class RefusedError(Exception):
    """Its words are for the log: nothing of what came is in them."""

    def __init__(self, words: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(words)
        self.status = status


def read_body(request: HttpRequest, content_type: str, most: int) -> bytes:
    if request.content_type != content_type:
        raise RefusedError("it has another content type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length[:18]) > most:
        raise RefusedError("it is too long", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = request.body
    if len(body) > most:
        raise RefusedError("it is too long", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


def form_field(body: bytes, name: str) -> str:
    value = QueryDict(body).get(name)
    if not isinstance(value, str):
        raise RefusedError(f"it has no {name}")
    return value


def parse(text: str | bytes) -> Any:
    """Read JSON; what is nested too deep for Python is nested too deep for us."""
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise RefusedError("it is not JSON") from None
    if _is_deeper(value, MAX_DEPTH):
        raise RefusedError("it is nested too deep")
    return value


def as_event(value: Any) -> Event:
    if not isinstance(value, dict):
        raise RefusedError("it is not an object")
    return value


def as_events(value: Any) -> list[Event]:
    """Check a batch; what is no object in it is left out, as the other events are good."""
    if not isinstance(value, list) or len(value) > MAX_EVENTS:
        raise RefusedError("it is not a list of events, or too long a one")
    events = [each for each in value if isinstance(each, dict)]
    if value and not events:
        raise RefusedError("it is a list of something else than events")
    return events


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON (RFC 8259, 6), and no number that a database takes."""
    raise ValueError(constant)


def _is_deeper(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)
