"""A request of most providers: Anymail checks its signature and reads its events, one by one."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from anymail.webhooks.base import AnymailCoreWebhookView
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.utils.module_loading import import_string

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.body import (
    MAX_BYTES,
    MAX_BYTES_OF_BATCH,
    Event,
    as_event,
    as_events,
    parse,
    read_body,
)
from cinemahub.mail.arrival.webhooks.hook import Hook
from cinemahub.mail.arrival.webhooks.normalise import told_by
from cinemahub.mail.arrival.webhooks.single import single_request
from cinemahub.mail.privacy.masking import traceback_without_words

log = logging.getLogger(__name__)


class Receiver:
    def __init__(self, hook: Hook) -> None:
        self.hook = hook
        self.webhook = hook.webhook

    def receive(self, request: HttpRequest) -> list[Told]:
        """Return what a genuine request tells; RefusedError or any other error if it is none, or all of it is bad."""
        most = MAX_BYTES if self.webhook.batch is None else MAX_BYTES_OF_BATCH
        payload = self.parse(read_body(request, self.webhook.content_type, most))
        self.authenticate(request, payload)
        told: list[Told] = []
        events = list(self.events(payload))
        failures = [failure for event in events if (failure := self._try_to_read(event, request, told)) is not None]
        if events and len(failures) == len(events):
            raise failures[0]
        for failure in failures:
            log.warning("An event of %s cannot be read", self.hook.provider, exc_info=traceback_without_words(failure))
        return told

    def parse(self, body: bytes) -> Any:
        payload = parse(body)
        if self.webhook.batch != "":
            as_event(payload)
        return payload

    def authenticate(self, request: HttpRequest, payload: Any) -> None:
        """Raise any error if the request was not signed as the provider signs; the address was right already."""
        if self.webhook.signing_key is not None:
            self.view(request).run_validators(request)

    def events(self, payload: Any) -> Iterator[Event]:
        """Take a batch apart: each event as the body would be if it had come alone."""
        batch = self.webhook.batch
        if batch is None:
            yield payload
        elif batch == "":
            yield from as_events(payload)
        else:
            yield from ({**payload, batch: [event]} for event in as_events(payload.get(batch)))

    def read(self, event: Event, request: HttpRequest) -> Iterator[Told]:
        body: Event | list[Event] = [event] if self.webhook.batch == "" else event
        alone = single_request(request, json.dumps(body).encode(), self.webhook.content_type)
        for found in self.view(request).parse_events(alone):
            if (told := told_by(self.hook, found)) is not None:
                yield told

    def view(self, request: HttpRequest) -> AnymailCoreWebhookView:
        key = self.webhook.signing_key
        # Without its own signature Anymail asks for basic auth; the secret part of the address stands for that.
        options = {key.setting: self.hook.signing_key} if key else {"webhook_secret": self.hook.secret}
        view: AnymailCoreWebhookView = import_string(self.webhook.view)(**options)
        return view

    def _try_to_read(self, event: Event, request: HttpRequest, told: list[Told]) -> Exception | None:
        try:
            told.extend(self.read(event, request))
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            return error
        return None
