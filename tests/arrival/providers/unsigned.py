"""Providers that prove who they are by the address alone."""

import json
import time
import uuid
from typing import Any, override

from cinemahub.mail.models import OutboxLetter
from tests.arrival.providers.wire import FULL, NO_MAILBOX, Json, Provider, iso


class Brevo(Provider):
    """https://developers.brevo.com/docs/transactional-webhooks"""

    name = "brevo"
    signs = False
    events = {"delivered": "delivered", "hard": "hard_bounce", "soft": "soft_bounce", "complaint": "complaint"}

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        event = {
            "event": self.events[kind],
            "email": letter.address,
            "id": 26224,
            "date": "2026-11-25 16:20:00",
            "ts": int(time.time()),
            "ts_epoch": int(time.time() * 1000),
            "message-id": "<202611251620.38420@smtp-relay.mailin.test>",
            "subject": "Password reset",
            "X-Mailin-custom": json.dumps({"outbox": letter.key.hex}),
            "sending_ip": "192.0.2.1",
        }
        reasons = {"hard": NO_MAILBOX, "soft": FULL}
        return event | ({"reason": reasons[kind]} if kind in reasons else {})


class Mailjet(Provider):
    """https://dev.mailjet.com/email/guides/webhooks/"""

    name = "mailjet"
    signs = False
    batches = True

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        event = {
            "time": int(time.time()),
            "MessageID": 19421777835146490,
            "Message_GUID": str(uuid.uuid4()),
            "email": letter.address,
            "mj_campaign_id": 7257,
            "customcampaign": "",
            "CustomID": "",
            "Payload": json.dumps({"outbox": letter.key.hex}),
        }
        bounce = {"event": "bounce", "blocked": False, "error_related_to": "recipient"}
        match kind:
            case "delivered":
                return event | {"event": "sent", "smtp_reply": "sent (250 2.0.0 OK)"}
            case "hard":
                return event | bounce | {"hard_bounce": True, "error": "user unknown", "comment": NO_MAILBOX}
            case "soft":
                return event | bounce | {"hard_bounce": False, "error": "quota exceeded", "comment": FULL}
        return event | {"event": "spam", "source": "JMRPP"}

    @override
    def batch(self, events: list[Json]) -> Any:
        return events


class Postmark(Provider):
    """https://postmarkapp.com/developer/webhooks/bounce-webhook"""

    name = "postmark"
    signs = False
    types = {"hard": ("HardBounce", 1, NO_MAILBOX), "soft": ("SoftBounce", 4096, FULL)}

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        event = {
            "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
            "MessageStream": "outbound",
            "ServerID": 23,
            "Metadata": {"outbox": letter.key.hex},
            "Tag": "",
        }
        if kind == "delivered":
            delivery = {"RecordType": "Delivery", "Recipient": letter.address, "DeliveredAt": iso()}
            return event | delivery | {"Details": "smtp;250 2.0.0 OK"}
        if kind == "complaint":
            complaint = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 100001, "ID": 43}
            return event | complaint | {"Email": letter.address, "BouncedAt": iso(), "Details": ""}
        name, code, said = self.types[kind]
        bounce = {"RecordType": "Bounce", "ID": 42, "Type": name, "TypeCode": code, "Name": name, "Details": said}
        return event | bounce | {"Email": letter.address, "BouncedAt": iso(), "Inactive": kind == "hard"}


class SparkPost(Provider):
    """https://developers.sparkpost.com/api/webhooks/#header-message-event"""

    name = "sparkpost"
    signs = False
    batches = True

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        event = {
            "event_id": str(uuid.uuid4().int)[:18],
            "message_id": "000443ee14578172be22",
            "transmission_id": "65832150921904138",
            "rcpt_to": letter.address.lower(),
            "raw_rcpt_to": letter.address,
            "rcpt_meta": {"outbox": letter.key.hex},
            "timestamp": str(int(time.time())),
        }
        bounce = {"type": "bounce", "error_code": "550"}
        match kind:
            case "delivered":
                event |= {"type": "delivery"}
            case "hard":
                event |= bounce | {"bounce_class": "10", "raw_reason": NO_MAILBOX}
            case "soft":
                event |= bounce | {"bounce_class": "22", "raw_reason": FULL}
            case "complaint":
                event |= {"type": "spam_complaint", "fbtype": "abuse", "report_by": "server.email.test"}
        return {"msys": {"message_event": event}}

    @override
    def batch(self, events: list[Json]) -> Any:
        return events
