"""A letter is a kind of mail the site sends, declared once in some app's `letters` module."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cinemahub.mail.headers import Header, can_be_unsubscribed, check_headers
from cinemahub.mail.models.sealed_email import OTHER_EMAIL

if TYPE_CHECKING:
    from cinemahub.mail.models import OutboxLetter, Reason


class NotSentError(Exception):
    """Nobody is to get this letter."""

    def __init__(self, reason: "Reason") -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Content:
    """Who gets a letter, in which language ("" for the one it was asked in), and what its templates need.

    `templates` are others than the letter's own, where only composing it shows what there is to say.
    """

    address: str
    language: str
    context: dict[str, Any]
    templates: "Templates | None" = None


def _undeclared(row: "OutboxLetter") -> Content:
    raise LookupError(row.kind)


@dataclass(frozen=True)
class Templates:
    subject: str
    text: str
    html: str

    @classmethod
    def of(cls, name: str) -> Self:
        return cls(f"mail/{name}/subject.txt", f"mail/{name}/body.txt", f"mail/{name}/body.html")


class Priority(IntEnum):
    """Whose turn it is when letters wait: account access first, then what somebody waits for, then the rest.

    The first two also pass what has been claimed already.
    """

    SECURITY = 0
    CONFIRMATION = 1
    ORDINARY = 2
    BULK = 3  # newsletters: many at once, and nobody minds when


@dataclass(frozen=True)
class Letter:
    """A letter; used as a decorator, it is declared with the function that finds its content.

    label: what staff read in place of the name
    content: called at the moment of sending, so what it makes (a token, a link) is stored nowhere
    valid_for: later than this after it was enqueued it is not sent any more
    templates: mail/<name>/subject.txt, body.txt and body.html unless told otherwise
    priority: of those that wait, the lowest goes first
    transport: the alias of MAILERS it goes by; trouble and limits of one alias are not another's
    sender, reply_to: if not DEFAULT_FROM_EMAIL and MAIL_REPLY_TO
    headers: more of them, see `cinemahub.mail.headers`
    newest_only: of those that wait for one address, only the newest is sent
    limited: strangers can ask for it, so the limits of `cinemahub.mail.sending.rate_limits` apply
    purge_when_sent: once sent, its row goes with the next purge: it is about somebody the site no longer knows
    sample: made-up data for an address, to show the letter without an account or a link that opens anything
    prefetch: called with letters that are to be composed next, to find for all of them at once what content
        would find for each, and leave it in their `prefetched`
    """

    name: str
    _: KW_ONLY
    valid_for: timedelta
    label: str | Promise = ""
    templates: Templates = Templates("", "", "")
    priority: Priority = Priority.ORDINARY
    transport: str = "default"
    sender: str = ""
    reply_to: str = ""
    headers: Mapping[str, Header[Content]] = field(default_factory=dict, hash=False)
    newest_only: bool = False
    limited: bool = False
    purge_when_sent: bool = False
    sample: Callable[[str], Content] | None = None
    prefetch: Callable[[Sequence["OutboxLetter"]], None] | None = None
    content: Callable[["OutboxLetter"], Content] = _undeclared

    def __post_init__(self) -> None:
        check_headers(self.headers)
        if can_be_unsubscribed(self.headers) and self.priority < Priority.ORDINARY:
            raise ValueError(f"Nobody can unsubscribe from {self.name}: an account needs it")
        if not self.templates.subject:
            object.__setattr__(self, "templates", Templates.of(self.name))

    def __call__(self, content: Callable[["OutboxLetter"], Content]) -> Self:
        if self.name == OTHER.name:
            raise ValueError(f"{self.name} is the kind of emails that are no letters")
        _declared[self.name] = declared = replace(self, content=content)
        _places.setdefault(self.name, set()).add(f"{content.__module__}.{content.__qualname__}")
        return declared


letter = Letter  # as a decorator reads

OTHER = Letter(OTHER_EMAIL, label=gettext_lazy("other email"), valid_for=timedelta(days=4))  # RFC 5321, 4.5.4.1

_declared: dict[str, Letter] = {}
_places: dict[str, set[str]] = {}


def declared_letter(name: str) -> Letter:
    """Return the letter of that name; KeyError if no app declares it."""
    return OTHER if name == OTHER.name else _declared[name]


def declared_letters() -> list[Letter]:
    return list(_declared.values())


def known_kinds() -> list[str]:
    """Name the kinds of email that this version of the code can send."""
    return [*_declared, OTHER.name]


def namesakes() -> dict[str, list[str]]:
    """Return each name that several places declare, with those places: only the last is ever sent."""
    return {name: sorted(places) for name, places in _places.items() if len(places) > 1}
