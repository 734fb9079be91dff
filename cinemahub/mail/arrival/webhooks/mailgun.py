import dataclasses
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, override

from django.http import HttpRequest
from django.utils import timezone

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.body import Event, RefusedError
from cinemahub.mail.arrival.webhooks.normalise import text
from cinemahub.mail.arrival.webhooks.receiver import Receiver
from cinemahub.mail.models import UsedToken
from cinemahub.mail.services.webhook import at

MAX_AGE = timedelta(minutes=5)  # each delivery is signed anew
# Mailgun signs the two without anything between them: only their lengths keep a digit from moving to the other.
TIMESTAMP, TOKEN = re.compile(r"\d{10}", re.ASCII), re.compile(r"[0-9a-f]{50}")


class MailgunReceiver(Receiver):
    """Mailgun signs a time and a token and not the event: a token is good for the body that came with it first."""

    @override
    def authenticate(self, request: HttpRequest, payload: Any) -> None:
        timestamp, token = (text(at(payload, "signature", name)) for name in ("timestamp", "token"))
        if not (TIMESTAMP.fullmatch(timestamp) and TOKEN.fullmatch(token)):
            raise RefusedError("its signature has another form")
        if abs(timezone.now().timestamp() - int(timestamp)) > MAX_AGE.total_seconds():
            raise RefusedError("it was signed too long ago, or a clock is wrong")
        super().authenticate(request, payload)
        if not UsedToken.is_for(token, request.body):
            raise RefusedError("its signature belongs to another event")

    @override
    def read(self, event: Event, request: HttpRequest) -> Iterator[Told]:
        """Anymail tells events apart by the token, which is new each time; Mailgun's ID is unique within a day."""
        data = event.get("event-data")
        for told in super().read(event, request):
            event_id = text(at(data, "id"))
            yield dataclasses.replace(told, event_id=f"{event_id} {at(data, 'timestamp')}" if event_id else "")
