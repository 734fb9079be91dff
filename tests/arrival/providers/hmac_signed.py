"""Providers that share a key with the site."""

import hashlib
import hmac
import json
import secrets
import time
import uuid
from base64 import b64decode, b64encode
from typing import Any, override
from urllib.parse import urlencode

from django.conf import settings

from cinemahub.mail.models import OutboxLetter
from tests.arrival.providers.wire import FULL, NO_MAILBOX, Json, Post, Provider, iso

FORGED = "a-key-that-nobody-gave-away"


def digest(key: str | bytes, message: bytes, algorithm: str = "sha256") -> "hmac.HMAC":
    return hmac.new(key.encode() if isinstance(key, str) else key, message, algorithm)


class MailerSend(Provider):
    """https://developers.mailersend.com/api/v1/webhooks.html"""

    name = "mailersend"
    signing_key = "mailersend-signing-secret-0123456"
    types = {
        "delivered": ("delivered", None),
        "hard": ("hard_bounced", {"object": "recipient_bounce", "reason": NO_MAILBOX}),
        "soft": ("soft_bounced", {"object": "recipient_bounce", "reason": FULL}),
        "complaint": ("spam_complaint", {"object": "spam_complaint", "reason": None}),
    }

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        name, morph = self.types[kind]
        email = {
            "object": "email",
            "id": "62f114f8165fe0d8db0288e3",
            "from": "post@cinemahub.example",
            "subject": "Password reset",
            "status": "delivered",
            "tags": [letter.key.hex],
            "message": {"object": "message", "id": "62f114f7165fe0d8db0288e2"},
            "recipient": {"object": "recipient", "id": "62c69bec54608a7ca109dd2b", "email": letter.address},
        }
        data = {
            "object": "activity",
            "id": uuid.uuid4().hex[:24],
            "type": name,
            "created_at": iso(),
            "email": email,
            "morph": morph,
        }
        return {"type": f"activity.{name}", "domain_id": "yv69oxl5kl785kw2", "created_at": iso(), "data": data}

    @override
    def sign(self, body: bytes, at: float, *, forged: bool) -> dict[str, str]:
        return {"Signature": digest(FORGED if forged else self.signing_key, body).hexdigest()}


class Mailgun(Provider):
    """https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks"""

    name = "mailgun"
    signing_key = "mailgun-webhook-signing-key-012345"
    types: dict[str, Json] = {
        "delivered": {"event": "delivered", "delivery-status": {"code": 250, "message": "OK"}},
        "hard": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "delivery-status": {"code": 550, "message": NO_MAILBOX, "description": ""},
        },
        "soft": {
            "event": "failed",
            "severity": "temporary",
            "reason": "generic",
            "delivery-status": {"code": 452, "message": FULL, "description": ""},
        },
        "complaint": {"event": "complained"},
    }

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        message_id = letter.message_id.strip("<>")
        data = {
            "id": uuid.uuid4().hex[:22],
            "timestamp": time.time(),
            "recipient": letter.address,
            "message": {"headers": {"message-id": message_id, "to": letter.address}},
            "user-variables": {"outbox": letter.key.hex},
            "tags": [],
        }
        return data | self.types[kind]

    @override
    def post(self, *events: Json, at: float | None = None, forged: bool = False) -> Post:
        (event,) = events
        timestamp, token = str(int(at or time.time())), secrets.token_hex(25)
        return self.post_signed(event, timestamp, token, forged=forged)

    def post_signed(self, event: Json, timestamp: str, token: str, *, forged: bool = False) -> Post:
        key = FORGED if forged else self.signing_key
        signature = digest(key, f"{timestamp}{token}".encode()).hexdigest()
        signed = {"timestamp": timestamp, "token": token, "signature": signature}
        return Post(json.dumps({"signature": signed, "event-data": event}).encode(), self.content_type)


class Mailtrap(Provider):
    """https://docs.mailtrap.io/email-api-smtp/advanced/webhooks"""

    name = "mailtrap"
    signing_key = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    batches = True
    types: dict[str, Json] = {
        "delivered": {"event": "delivery"},
        "hard": {"event": "bounce", "response": NO_MAILBOX, "response_code": 550, "bounce_category": "badmailbox"},
        "soft": {"event": "soft bounce", "response": FULL, "response_code": 452, "bounce_category": "quotaissues"},
        "complaint": {"event": "spam"},
    }

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        event = {
            "message_id": "1df37d17-0286-4d8b-8edf-bc4ec5be86e6",
            "event_id": str(uuid.uuid4()),
            "email": letter.address,
            "timestamp": int(time.time()),
            "sending_stream": "transactional",
            "custom_variables": {"outbox": letter.key.hex},
        }
        return event | self.types[kind]

    @override
    def batch(self, events: list[Json]) -> Any:
        return {"events": events}

    @override
    def sign(self, body: bytes, at: float, *, forged: bool) -> dict[str, str]:
        return {"Mailtrap-Signature": digest(FORGED if forged else self.signing_key, body).hexdigest()}


class Mandrill(Provider):
    """https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/"""

    name = "mandrill"
    signing_key = "mandrill-key-0123456789"
    content_type = "application/x-www-form-urlencoded"
    batches = True
    types: dict[str, Json] = {
        "delivered": {"event": "send", "msg": {"state": "sent"}},
        "hard": {"event": "hard_bounce", "msg": {"state": "bounced", "diag": f"smtp;{NO_MAILBOX}"}},
        "soft": {"event": "soft_bounce", "msg": {"state": "soft-bounced", "diag": f"smtp;{FULL}"}},
        "complaint": {"event": "spam", "msg": {"state": "sent"}},
    }

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        message_id = "4cc1ab6b8a2f4d3f9f0c0a2f0d7f3a10"
        message = {"_id": message_id, "email": letter.address, "metadata": {"outbox": letter.key.hex}, "tags": []}
        given = self.types[kind]
        return {"event": given["event"], "_id": message_id, "ts": int(time.time()), "msg": message | given["msg"]}

    @override
    def batch(self, events: list[Json]) -> Any:
        return events

    @override
    def post_raw(self, body: bytes, *, at: float, forged: bool = False) -> Post:
        signed = f"{settings.SITE_URL}{self.path}mandrill_events".encode() + body
        key = FORGED if forged else self.signing_key
        signature = b64encode(digest(key, signed, "sha1").digest()).decode()
        form = urlencode({"mandrill_events": body}).encode()
        return Post(form, self.content_type, {"X-Mandrill-Signature": signature})


class Resend(Provider):
    """https://resend.com/docs/webhooks/verify-webhooks-requests"""

    name = "resend"
    signing_key = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
    types: dict[str, Json] = {
        "delivered": {"type": "email.delivered", "data": {}},
        "hard": {"type": "email.bounced", "data": {"bounce": {"type": "Permanent", "message": NO_MAILBOX}}},
        "soft": {"type": "email.bounced", "data": {"bounce": {"type": "Transient", "message": FULL}}},
        "complaint": {"type": "email.complained", "data": {}},
    }

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        data = {
            "email_id": "56761188-7520-42d8-8898-ff6fc54ce618",
            "to": [letter.address],
            "headers": [{"name": "X-Metadata", "value": json.dumps({"outbox": letter.key.hex})}],
        }
        return {"type": self.types[kind]["type"], "created_at": iso(), "data": data | self.types[kind]["data"]}

    @override
    def sign(self, body: bytes, at: float, *, forged: bool) -> dict[str, str]:
        key = FORGED.encode() if forged else b64decode(self.signing_key.removeprefix("whsec_"))
        identity = f"msg_{hashlib.sha256(body).hexdigest()[:24]}"
        signature = b64encode(digest(key, f"{identity}.{int(at)}.".encode() + body).digest()).decode()
        return {"svix-id": identity, "svix-timestamp": str(int(at)), "svix-signature": f"v1,{signature}"}


class UnisenderGo(Provider):
    """https://godocs.unisender.ru/web-api-ref#callback-format"""

    name = "unisender_go"
    signing_key = "6nzk7p8n5kfcp4smw8i3ta8r8kpcpd3rbcn9i9ma"
    batches = True
    types = {
        "delivered": ("delivered", "ok_delivered", "250 OK"),
        "hard": ("hard_bounced", "err_user_unknown", NO_MAILBOX),
        "soft": ("hard_bounced", "err_mailbox_full", FULL),
        "complaint": ("spam", "ok_spam_folder", ""),
    }

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        status, delivery_status, said = self.types[kind]
        data = {
            "job_id": "1a3Q2V-0000OZ-S0",
            "metadata": {"outbox": letter.key.hex},
            "email": letter.address,
            "status": status,
            "event_time": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime()),
            "delivery_info": {"delivery_status": delivery_status, "destination_response": said},
        }
        return {"event_name": "transactional_email_status", "event_data": data}

    @override
    def batch(self, events: list[Json]) -> Any:
        user = {"user_id": 456, "project_id": "6432890213745872", "events": events}
        return {"auth": "AUTH", "events_by_user": [user]}

    @override
    def post_raw(self, body: bytes, *, at: float, forged: bool = False) -> Post:
        key = FORGED if forged else self.signing_key
        auth = hashlib.md5(body.replace(b"AUTH", key.encode()), usedforsecurity=False).hexdigest()
        return Post(body.replace(b"AUTH", auth.encode()), self.content_type)
