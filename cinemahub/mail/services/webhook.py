"""How a provider tells what became of an email."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from cinemahub.mail.services.account import Enter, Hooks

type Raw = Mapping[str, Any]
"""An event as the provider wrote it."""


class Fate(StrEnum):
    """What an event says of an email."""

    SENT = "sent"  # the provider sends it on, or has it in its queue
    DEFERRED = "deferred"  # it tries again
    DELIVERED = "delivered"
    SOFT = "soft"  # it came back, and the next one may arrive
    HARD = "hard"  # it came back, and so would every other
    REJECTED = "rejected"  # the provider itself does not send it
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"  # the provider will refuse the next one
    NOTHING = "nothing"  # opened, clicked and the like


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """What the provider signs events with."""

    variable: str
    setting: str  # as Anymail's view calls it
    comment: str | Promise
    example: str


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where the address is entered at the provider, and how to read what it sends there.

    variable: that of the secret part of the address
    view: Anymail's, that checks the signature and reads events; "" for one that `cinemahub.mail.arrival` reads itself
    fate: None for an event that Anymail has the right word for
    hooks, enter: None where it has no API for that, and somebody does it on its pages
    batch: the key of the list of events in the body; "" if the body is the list, None if it is one event
    """

    variable: str
    page: str | Promise
    events: str  # that are to be chosen there, as the page calls them
    view: str
    fate: Callable[[Raw], Fate | None]
    signing_key: SigningKey | None = None  # None: only the secret part of the address tells who it is
    content_type: str = "application/json"
    batch: str | None = None
    hooks: Hooks | None = None
    enter: Enter | None = None


def at(raw: Any, *path: str) -> Any:
    """Follow keys into an event; None where it has none, or another shape."""
    for key in path:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw
