"""https://api-docs.mailtrap.io/docs/mailtrap-api-docs: Email Sending, send.api.mailtrap.io"""

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
    *("from", "to", "cc", "bcc", "reply_to", "attachments", "headers", "custom_variables", "subject", "text", "html"),
    *("category", "template_uuid", "template_variables"),
}


def errors(status: int, *said: str) -> HttpReply:
    return as_json(status, {"success": False, "errors": list(said)})


class Mailtrap(StrictProvider):
    name = "mailtrap"
    path = "send"
    troubles = {
        "key": errors(401, "Unauthorized"),
        "domain": errors(403, f"Sending from domain {DOMAIN} is not allowed"),
        "account": errors(403, "Your account is suspended"),
        "recipient": errors(400, "'to' address is invalid"),
        "rate": errors(429, "Too many requests"),
        "month": errors(429, "You have reached your monthly sending limit"),
    }

    @property
    @override
    def options(self) -> dict[str, Any]:
        return {"api_token": KEY, "api_url": f"{self.url}/api/"}

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("Api-Token"))
        data = self.fields(request, FIELDS, {"from", "to", "subject"}, "'{}' is required or not allowed")
        for name in ("headers", "custom_variables"):
            if not all(isinstance(value, str) for value in data.get(name, {}).values()):
                raise RefusedError(errors(400, f"'{name}' must be an object of strings"))
        if len(str(data.get("custom_variables", ""))) > 1000:
            raise RefusedError(errors(400, "'custom_variables' is too long (maximum is 1000 characters)"))
        if domain_of(data["from"]["email"]) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        return letter_of(
            data,
            sender=data["from"]["email"],
            to=[each["email"] for each in data["to"]],
            subject=data["subject"],
            text=data["text"],
            html=data["html"],
            headers=data.get("headers"),
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        return as_json(200, {"success": True, "message_ids": [new_id() for _ in letter.recipients]})
