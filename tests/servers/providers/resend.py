"""https://resend.com/docs/api-reference/emails/send-email and https://resend.com/docs/api-reference/errors"""

import re
from email.utils import parseaddr
from typing import override

from werkzeug.wrappers import Request

from tests.servers.http_server import HttpReply
from tests.servers.provider_letters import ProviderLetter
from tests.servers.providers.base import (
    DOMAIN,
    KEY,
    RefusedError,
    StrictProvider,
    as_json,
    domain_of,
    letter_of,
    new_id,
)

FIELDS = {
    *(
        "from",
        "to",
        "subject",
        "bcc",
        "cc",
        "scheduled_at",
        "reply_to",
        "html",
        "text",
        "react",
        "headers",
        "attachments",
    ),
    *("tags", "topic_id", "template"),
}


def error(status: int, name: str, message: str) -> HttpReply:
    return as_json(status, {"statusCode": status, "name": name, "message": message})


class Resend(StrictProvider):
    name = "resend"
    path = "emails"
    troubles = {
        "key": error(400, "validation_error", "API key is invalid"),
        "key_for_nothing": error(401, "restricted_api_key", "This API key is restricted to only send emails"),
        "domain": error(
            403,
            "validation_error",
            f"The {DOMAIN} domain is not verified. Please, add and verify your domain on https://resend.com/domains",
        ),
        "sandbox": error(
            403,
            "validation_error",
            f"You can only send testing emails to your own email address "
            f"(owner@{DOMAIN}). To send "
            "emails to other recipients, please verify a domain at resend.com/domains, and change the `from` "
            "address to an "
            "email using this domain.",
        ),
        "sender": error(
            422,
            "validation_error",
            "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name "
            "<email@example.com>` "
            "format.",
        ),
        "rate": error(429, "rate_limit_exceeded", "Too many requests. You can only make 2 requests per second."),
        "day": error(429, "daily_quota_exceeded", "You have reached your daily email sending quota."),
        "month": error(429, "monthly_quota_exceeded", "You have reached your monthly email sending quota."),
    }

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("Authorization"), f"Bearer {KEY}")
        data = self.fields(request, FIELDS, {"from", "to", "subject"}, "Missing or unknown field `{}`.")
        sender = parseaddr(data["from"])[1]
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", sender):
            raise RefusedError(self.troubles["sender"])
        if domain_of(sender) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        if not all(isinstance(value, str) for value in data.get("headers", {}).values()):
            raise RefusedError(error(422, "validation_error", "The `headers` field must hold strings."))
        return letter_of(
            data,
            sender=sender,
            to=[parseaddr(each)[1] for each in data["to"]],
            subject=data["subject"],
            text=data["text"],
            html=data["html"],
            headers=data.get("headers"),
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        return as_json(200, {"id": new_id()})
