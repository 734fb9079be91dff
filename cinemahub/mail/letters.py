"""A letter is a kind of mail the site sends, declared once in some app's `letters` module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cinemahub.mail.models import OutboxLetter, Reason


class NotSentError(Exception):
    """Nobody is to get this letter."""

    def __init__(self, reason: "Reason") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Content:
    """Who gets a letter, in which language ("" for the one it was asked in), and what its templates need."""

    address: str
    language: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Templates:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Letter:
    """A declared letter.

    content: called at the moment of sending, so what it makes (a token, a link) is stored nowhere
    valid_for: later than this after it was posted it is not sent any more
    newest_only: of those that wait for one address, only the newest is sent
    limited: strangers can ask for it, so the limits of `cinemahub.mail.sending.rate_limits` apply
    purge_when_sent: once sent, its row goes with the next purge: it is about somebody the site no longer knows
    sample: made-up data for an address, to show the letter without an account or a link that opens anything
    prefetch: called with letters that are to be composed next, to find for all of them at once what content
        would find for each, and leave it in their `prefetched`
    """

    name: str
    content: Callable[["OutboxLetter"], Content]
    templates: Templates
    valid_for: timedelta
    newest_only: bool = False
    limited: bool = False
    purge_when_sent: bool = False
    sample: Callable[[str], Content] | None = None
    prefetch: Callable[[Sequence["OutboxLetter"]], None] | None = None


_declared: dict[str, Letter] = {}


def letter(
    name: str,
    *,
    valid_for: timedelta,
    templates: Templates | None = None,
    newest_only: bool = False,
    limited: bool = False,
    purge_when_sent: bool = False,
    sample: Callable[[str], Content] | None = None,
    prefetch: Callable[[Sequence["OutboxLetter"]], None] | None = None,
) -> Callable[[Callable[["OutboxLetter"], Content]], Letter]:
    """Declare a letter; its templates are mail/<name>/subject.txt, body.txt and body.html unless told otherwise."""

    def declare(content: Callable[["OutboxLetter"], Content]) -> Letter:
        own = Templates(f"mail/{name}/subject.txt", f"mail/{name}/body.txt", f"mail/{name}/body.html")
        _declared[name] = Letter(
            name,
            content,
            templates or own,
            valid_for,
            newest_only,
            limited,
            purge_when_sent,
            sample,
            prefetch,
        )
        return _declared[name]

    return declare


def declared_letter(name: str) -> Letter:
    """Return the letter of that name; KeyError if no app declares it."""
    return _declared[name]


def declared_letters() -> list[Letter]:
    return list(_declared.values())
