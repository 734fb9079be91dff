import json
from collections.abc import Iterator
from typing import Any, override

from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.mandrill import MandrillCombinedWebhookView
from django.http import HttpRequest
from django.utils.http import urlencode

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.body import Event, form_field, parse
from cinemahub.mail.arrival.webhooks.normalise import told_by
from cinemahub.mail.arrival.webhooks.receiver import Receiver
from cinemahub.mail.arrival.webhooks.single import single_request

FIELD = "mandrill_events"


class MandrillReceiver(Receiver):
    """Events come in a form, signed together with the address as it was entered at Mandrill."""

    @override
    def parse(self, body: bytes) -> Any:
        return parse(form_field(body, FIELD))

    @override
    def read(self, event: Event, request: HttpRequest) -> Iterator[Told]:
        if event.get("event") == "inbound":
            return
        body = urlencode({FIELD: json.dumps([event])}).encode()
        for found in self.view(request).parse_events(single_request(request, body, self.webhook.content_type)):
            if (told := told_by(self.hook, found)) is not None:
                yield told

    @override
    def view(self, request: HttpRequest) -> AnymailCoreWebhookView:
        # A proxy may have changed host and scheme; what was entered is our own address.
        return MandrillCombinedWebhookView(webhook_key=self.hook.signing_key, webhook_url=self.hook.address)
