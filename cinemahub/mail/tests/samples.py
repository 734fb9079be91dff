"""A letter of the tests' own, and ready ways to have one posted and claimed."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cinemahub.mail import outbox
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.diagnosis.vocabulary import Verdict
from cinemahub.mail.letters import Content, Letter, letter
from cinemahub.mail.models import Circuit, OutboxLetter
from cinemahub.mail.sending.delivery import Outcome, deliver
from cinemahub.mail.sending.retry import pause_before_probe
from cinemahub.mail.transport.connection import Connection

ANNA = "anna@example.com"
LEASE = timedelta(minutes=2)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TEMPLATES = {
    "subject.txt": "Hello\n{{ address }}\n",
    "body.txt": "{{ site_host }}, {{ minutes }} min: {{ link }}\n",
    "body.html": "<a href='{{ link }}'>Hello</a>\n",
}


class Greeting:
    """The letter `greeting`; `links` are those of all the times it was composed."""

    def __init__(self, templates: Path) -> None:
        self.templates = templates
        self.links: list[str] = []
        self.content: Callable[[OutboxLetter], Content] = self.to_whom_it_was_posted
        self.letter = self.declare()

    def declare(self, **options: Any) -> Letter:
        """Declare it anew with other options."""
        self.letter = letter("greeting", **{"valid_for": DAY, **options})(lambda row: self.content(row))
        return self.letter

    def to_whom_it_was_posted(self, row: OutboxLetter) -> Content:
        self.links.append(f"https://cinemahub.test/open/{secrets.token_hex(16)}/")
        return Content(row.address, row.language, {"link": self.links[-1]})

    def post(self, to: str = ANNA, **options: Any) -> OutboxLetter:
        return outbox.enqueue(self.letter, to=to, **options)

    def claimed(self, to: str = ANNA, **options: Any) -> OutboxLetter:
        """Post one and claim it, with whatever else is due."""
        posted = self.post(to, **options)
        return next(row for row in claim() if row.pk == posted.pk)


def claim(most: int = 10, *, lease_for: timedelta = LEASE) -> list[OutboxLetter]:
    claimed: list[OutboxLetter] = OutboxLetter.objects.claim(most, lease_for=lease_for)
    return claimed


def fresh(row: OutboxLetter) -> OutboxLetter:
    found: OutboxLetter = OutboxLetter.objects.get(pk=row.pk)
    return found


def try_to_deliver(row: OutboxLetter, connection: Connection) -> tuple[Outcome, OutboxLetter]:
    """Return what the try showed of the transport, and the letter's row after it."""
    return deliver(row, connection, "default"), fresh(row)


def diagnosis(code: str, verdict: Verdict, **more: Any) -> Diagnosis:
    return Diagnosis(**{"code": code, "verdict": verdict, "step": None, "answer": "", "reply_code": None, **more})


def hold(transport: str = "default", why: Diagnosis | None = None) -> Circuit:
    """Put a transport on hold, or let it rest, as a worker does whose letter met trouble of that kind."""
    why = why or WRONG_PASSWORD
    Circuit.interrupt(transport, why, lambda probes: pause_before_probe(probes, why))
    return Circuit.objects.get(transport=transport)


GREYLISTED = diagnosis("greylisted", Verdict.TRANSIENT, answer="450 4.2.0 Greylisted")
WRONG_PASSWORD = diagnosis("bad_credentials", Verdict.CONFIGURATION, answer="535 5.7.8 authentication failed")
SPAM = diagnosis("spam_suspected", Verdict.HOLD, answer="554 5.7.1 SPAM")
NO_MAILBOX = diagnosis("no_such_mailbox", Verdict.RECIPIENT, answer="550 5.1.1 No such user")
