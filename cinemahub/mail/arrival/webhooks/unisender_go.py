from collections.abc import Iterator
from typing import Any, override

from cinemahub.mail.arrival.webhooks.body import Event, RefusedError, as_event, as_events
from cinemahub.mail.arrival.webhooks.receiver import Receiver


class UnisenderGoReceiver(Receiver):
    """A batch lies two levels deep; with "single event" chosen at Unisender Go it is one flat object."""

    @override
    def events(self, payload: Any) -> Iterator[Event]:
        if "events_by_user" not in payload:
            yield payload
            return
        users = payload["events_by_user"]
        if not isinstance(users, list) or len(users) != 1:
            raise RefusedError("it is not of one user")
        user = as_event(users[0])
        for event in as_events(user.get("events")):
            yield {**payload, "events_by_user": [{**user, "events": [event]}]}
