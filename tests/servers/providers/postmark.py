"""https://postmarkapp.com/developer/api/email-api and https://postmarkapp.com/developer/api/overview#error-codes"""

from email.utils import parseaddr
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

FIELDS = {
    *(
        "From",
        "To",
        "Cc",
        "Bcc",
        "Subject",
        "Tag",
        "HtmlBody",
        "TextBody",
        "ReplyTo",
        "Metadata",
        "Headers",
        "TrackOpens",
    ),
    *("TrackLinks", "Attachments", "MessageStream"),
}
# Fields of their own, or set by Postmark: https://postmarkapp.com/support/article/1287
NOT_CUSTOM = {"from", "to", "cc", "bcc", "subject", "reply-to", "date", "content-type", "sender", "dkim-signature"}


def error(status: int, code: int, message: str) -> HttpReply:
    return as_json(status, {"ErrorCode": code, "Message": message})


class Postmark(StrictProvider):
    name = "postmark"
    path = "email"
    troubles = {
        "key": error(
            401,
            10,
            "The Server Token you provided in the X-Postmark-Server-Token request header was "
            "invalid. Please verify "
            "that you are using a valid token.",
        ),
        "domain": error(
            422,
            400,
            f"The 'From' address you supplied (post@{DOMAIN}) is not a Sender Signature on your "
            f"account. Please add "
            "and confirm this address in order to be able to use it in the 'From' field of your messages.",
        ),
        "credit": error(422, 405, "Not allowed to send. You have run out of credits: you must add more to send."),
        "sandbox": error(
            422,
            412,
            "While your account is pending approval, all recipient addresses must share the same "
            "domain as the "
            "'From' address. The message was addressed to: example.com",
        ),
        "sender": error(422, 300, "Invalid 'From' address: 'post@cinemahub'."),
        "recipient": error(
            422,
            406,
            "You tried to send to a recipient that has been marked as inactive.\nFound inactive addresses: "
            "anna@example.com.\nInactive recipients are ones that have generated a hard bounce or a spam complaint. ",
        ),
        "rate": error(429, 429, "Rate Limit Exceeded."),
    }

    @property
    @override
    def options(self) -> dict[str, Any]:
        return {"server_token": KEY, "api_url": f"{self.url}/api/"}

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("X-Postmark-Server-Token"))
        data = self.fields(request, FIELDS, {"From", "To"}, "Invalid field '{}'.")
        headers = {each["Name"]: each["Value"] for each in data.get("Headers", [])}
        if wrong := {name for name in headers if name.lower() in NOT_CUSTOM}:
            raise RefusedError(error(422, 300, f"Header '{min(wrong)}' not allowed."))
        if any(len(str(value)) > 80 for value in data.get("Metadata", {}).values()):
            raise RefusedError(error(422, 300, "Invalid metadata content."))
        sender = parseaddr(data["From"])[1]
        if domain_of(sender) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        if headers.get("X-PM-KeepID", "").lower() != "true":
            headers["Message-ID"] = f"<{new_id()}@mtasv.net>"  # craigpaul/laravel-postmark#44
        return letter_of(
            data,
            sender=sender,
            to=[parseaddr(data["To"])[1]],
            subject=data["Subject"],
            text=data["TextBody"],
            html=data["HtmlBody"],
            headers=headers,
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        answer = {"To": ", ".join(letter.recipients), "SubmittedAt": "2026-11-25T12:00:00Z", "MessageID": new_id()}
        return as_json(200, answer | {"ErrorCode": 0, "Message": "OK"})
