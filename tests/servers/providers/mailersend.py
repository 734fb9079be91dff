"""https://developers.mailersend.com/api/v1/email.html; "headers" are for Enterprise accounts, which this is not."""

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
    *("from", "to", "cc", "bcc", "reply_to", "subject", "text", "html", "attachments", "template_id", "tags"),
    *(
        "personalization",
        "precedence_bulk",
        "send_at",
        "in_reply_to",
        "references",
        "settings",
        "headers",
        "list_unsubscribe",
    ),
}
MAX_TAGS = 5


def invalid(message: str, field: str) -> HttpReply:
    """https://developers.mailersend.com/general.html#validation-errors"""
    return as_json(422, {"message": message, "errors": {field: [message]}})


class MailerSend(StrictProvider):
    name = "mailersend"
    path = "email"
    troubles = {
        "key": as_json(401, {"message": "Unauthenticated."}),
        "domain": invalid(
            "The from.email domain must be verified in your account to send emails. #MS42207", "from.email"
        ),
        "sandbox": invalid("Trial accounts can only send emails to the administrator's email. #MS42225", "to"),
        "plan": invalid("You have reached trial account unique recipients limit. #MS42222", "to"),
        "account": as_json(403, {"message": "This action is unauthorized. Your account is under review."}),
        "rate": as_json(429, {"message": "Too Many Attempts."}, {"Retry-After": "59"}),
    }

    @property
    @override
    def options(self) -> dict[str, Any]:
        return {"api_token": KEY, "api_url": f"{self.url}/api/"}

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("Authorization"), f"Bearer {KEY}")
        data = self.fields(request, FIELDS, {"from", "to", "subject"}, "The {} field is not valid.")
        if "headers" in data:
            raise RefusedError(invalid("Custom headers are available to Enterprise accounts only.", "headers"))
        if len(data.get("tags", [])) > MAX_TAGS:
            raise RefusedError(invalid(f"The tags may not have more than {MAX_TAGS} items.", "tags"))
        if domain_of(data["from"]["email"]) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        to = [each["email"] for each in data["to"]]
        return letter_of(
            data, sender=data["from"]["email"], to=to, subject=data["subject"], text=data["text"], html=data["html"]
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        return HttpReply(202, "", {"Content-Type": "text/html", "X-Message-Id": new_id().replace("-", "")[:24]})
