"""A request as a provider makes it."""

import json
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cinemahub.mail.models import OutboxLetter

SECRET = "b4Qk0sXz7TnWq2LmVd9RfGhYcJ1pEa6u"
KINDS = ["delivered", "hard", "soft", "complaint"]

type Json = dict[str, Any]


@dataclass(frozen=True)
class Post:
    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


class Provider(ABC):
    """One that posts events to the site; `forger` is somebody who knows the address and not the key."""

    name: str
    signing_key = ""
    content_type = "application/json"
    signs = True
    batches = False

    @property
    def settings(self) -> dict[str, str]:
        return {"provider": self.name, "secret": SECRET, "signing_key": self.signing_key}

    @property
    def path(self) -> str:
        return f"/webhooks/{self.name}/{SECRET}/"

    @abstractmethod
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        """Return one event of KINDS about a letter."""

    def batch(self, events: list[Json]) -> Any:
        (event,) = events
        return event

    def post(self, *events: Json, at: float | None = None, forged: bool = False) -> Post:
        """Sign events, now unless told otherwise."""
        return self.post_raw(json.dumps(self.batch(list(events))).encode(), at=at or time.time(), forged=forged)

    def post_raw(self, body: bytes, *, at: float, forged: bool = False) -> Post:
        return Post(body, self.content_type, self.sign(body, at, forged=forged))

    def sign(self, body: bytes, at: float, *, forged: bool) -> dict[str, str]:
        return {}


def iso(at: float | None = None) -> str:
    return datetime.fromtimestamp(at or time.time(), tz=UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


NO_MAILBOX = "550 5.1.1 The email account does not exist"
FULL = "452 4.2.2 The mailbox is full"
