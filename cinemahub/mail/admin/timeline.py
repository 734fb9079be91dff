"""A letter's way in words: asked for, composed, accepted, and what became of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.admin.words import what_to_do, words
from cinemahub.mail.models import Delivery, DeliveryEvent, OutboxLetter, State
from cinemahub.mail.models.delivery_event import RETURNED
from cinemahub.mail.services.registry import SERVICES, recognise


class Moment(NamedTuple):
    at: datetime | None
    text: str | Promise
    answer: str = ""  # what the other side said
    remedy: str = ""


def timeline(row: OutboxLetter) -> list[Moment]:
    moments = [Moment(row.created_at, _("Requested"))]
    moments += [_of_try(entry) for entry in row.history]
    if row.finished_at and row.state != State.SENT:
        moments.append(Moment(row.finished_at, f"{row.get_state_display()}: {words(row.reason)}".rstrip(": ")))
    told = sorted(row.events.in_order(), key=lambda event: event.moment)
    moments += [_of_event(event) for event in told]
    return moments + list(_what_is_next(row))


def _of_try(entry: dict[str, str]) -> Moment:
    at, transport, outcome = parse_datetime(entry["at"]), entry["transport"], entry["outcome"]
    if outcome == State.SENT:
        return Moment(at, _("Composed, and accepted by %s") % transport, entry["answer"])
    service = recognise("", entry["answer"])
    text = _("Tried through %(transport)s: %(cause)s") % {"transport": transport, "cause": words(outcome, service)}
    return Moment(at, text, entry["answer"], what_to_do(outcome, service))


def _of_event(event: DeliveryEvent) -> Moment:
    service = event.source if event.source in SERVICES else recognise("", event.answer)
    source = _("a returned email") if event.source == RETURNED else _name_of(event.source)
    what = str(Delivery(event.delivery).label) if event.delivery else words(event.reason, service)
    if event.delivery and event.reason:
        what = f"{what}, {words(event.reason, service)}"
    text: str | Promise = f"{what} ({source})"
    if not event.is_news and event.delivery:
        text = _("%s; as much or more was known") % text
    return Moment(event.moment, text, event.answer, what_to_do(event.reason, service))


def _name_of(source: str) -> str:
    return str(SERVICES[source].name) if source in SERVICES else source


def _what_is_next(row: OutboxLetter) -> Iterator[Moment]:
    if row.due_at is not None:
        yield Moment(row.due_at, _("Next try"))
    elif row.state == State.SENT and not row.delivery:
        yield Moment(None, _("There is no news yet of whether it arrived."))
