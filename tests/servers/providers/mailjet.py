"""https://dev.mailjet.com/email/guides/send-api-v31/, and its source in github.com/mailjet/api-documentation."""

import json
from typing import Any, override

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

# "List of forbidden headers" there, in lower case.
FORBIDDEN = {
    *(
        "from",
        "sender",
        "subject",
        "to",
        "cc",
        "bcc",
        "return-path",
        "delivered-to",
        "dkim-signature",
        "domainkey-status",
    ),
    *(
        "received-spf",
        "authentication-results",
        "received",
        "x-mailjet-prio",
        "x-mailjet-debug",
        "user-agent",
        "x-mailer",
    ),
    *("x-mj-customid", "x-mj-eventpayload", "x-mj-vars", "x-mj-templateerrordeliver", "x-mj-templateerrorreporting"),
    *("x-mj-templatelanguage", "x-mailjet-trackopen", "x-mailjet-trackclick", "x-mj-templateid", "x-mj-workflowid"),
    *(
        "x-feedback-id",
        "x-mailjet-segmentation",
        "list-id",
        "x-mj-mid",
        "x-mj-errormessage",
        "date",
        "x-csa-complaints",
    ),
    *("message-id", "x-mailjet-campaign", "x-mj-statisticscontactslistid", "reply-to"),
}
FIELDS = {
    *("From", "To", "Cc", "Bcc", "ReplyTo", "Sender", "Subject", "TextPart", "HTMLPart", "Headers", "EventPayload"),
    *("CustomID", "CustomCampaign", "TrackClicks", "TrackOpens"),
}


def global_error(status: int, code: str, message: str) -> HttpReply:
    error = {"ErrorIdentifier": new_id(), "ErrorCode": code, "StatusCode": status, "ErrorMessage": message}
    return as_json(status, error)


def error(status: int, code: str, message: str, about: str) -> HttpReply:
    each = {
        "ErrorIdentifier": new_id(),
        "ErrorCode": code,
        "StatusCode": status,
        "ErrorMessage": message,
        "ErrorRelatedTo": [about],
    }
    return as_json(status, {"Messages": [{"Status": "error", "Errors": [each]}]})


class Mailjet(StrictProvider):
    name = "mailjet"
    path = "send"
    troubles = {
        "key": global_error(
            401,
            "mj-0015",
            "API key authentication/authorization failure. You may be unauthorized to access "
            "the API or your "
            "API key may be expired. Visit API keys management section to check your keys.",
        ),
        "account": global_error(401, "mj-0001", "API key is suspended."),
        "domain": error(
            403, "send-0008", f'"post@{DOMAIN}" is not an authorized sender email address for your account.', "From"
        ),
        "rate": HttpReply(429, "Rate limit exceeded", {"Content-Type": "text/html"}),
        "recipient": error(400, "mj-0013", '"anna@example" is an invalid email address.', "To[0].Email"),
    }

    @property
    @override
    def options(self) -> dict[str, Any]:
        return super().options | {"secret_key": "right-secret"}

    @override
    def read(self, request: Request) -> ProviderLetter:
        basic = request.authorization
        self.check_key(f"{basic.username}:{basic.password}" if basic else None, f"{KEY}:right-secret")
        data = json.loads(request.get_data())
        (each,) = data["Messages"]
        email = data.get("Globals", {}) | each
        if unknown := set(email) - FIELDS:
            raise RefusedError(error(400, "mj-0031", f'The property "{min(unknown)}" is not allowed.', min(unknown)))
        if not ({"TextPart", "HTMLPart"} & set(email)):
            raise RefusedError(
                error(400, "send-0003", "At least HTMLPart, TextPart or TemplateID must be provided.", "TextPart")
            )
        for header in email.get("Headers", {}):
            if header.lower() in FORBIDDEN:
                said = 'Header cannot be customized using the "Headers" collection. Please use the dedicated property.'
                raise RefusedError(error(400, "send-0011", said, f'Headers["{header}"]'))
        if domain_of(email["From"]["Email"]) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        return letter_of(
            email,
            sender=email["From"]["Email"],
            to=[to["Email"] for to in email["To"]],
            subject=email["Subject"],
            text=email.get("TextPart", ""),
            html=email.get("HTMLPart", ""),
            headers=email.get("Headers"),
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        to = [
            {
                "Email": each,
                "MessageUUID": new_id(),
                "MessageID": 70650219165027410,
                "MessageHref": f"{self.url}/message/1",
            }
            for each in letter.recipients
        ]
        return as_json(200, {"Messages": [{"Status": "success", "To": to}]})
