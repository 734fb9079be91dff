"""https://www.scaleway.com/en/developers/api/transactional-email/#path-emails-send-an-email; errors as all its APIs."""

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
    *("from", "to", "cc", "bcc", "subject", "text", "html", "project_id", "attachments", "send_before"),
    "additional_headers",
}
PROJECT = "00000000-0000-0000-0000-000000000000"


class Scaleway(StrictProvider):
    name = "scaleway"
    path = "emails"
    troubles = {
        "key": as_json(
            401, {"message": "authentication is denied", "method": "api_key", "type": "denied_authentication"}
        ),
        "rights": as_json(
            403,
            {
                "details": [{"action": "write", "resource": "email"}],
                "message": "insufficient permissions",
                "type": "permissions_denied",
            },
        ),
        "domain": as_json(
            400,
            {
                "message": "invalid argument(s)",
                "type": "invalid_arguments",
                "details": [
                    {"argument_name": "from", "reason": "constraint", "help_message": f"domain {DOMAIN} not found"}
                ],
            },
        ),
        "day": as_json(
            403,
            {
                "message": "quota exceeded for this resource",
                "type": "quotas_exceeded",
                "details": [{"resource": "TemEmailsPerMonth", "quota": 1000, "current": 1000}],
            },
        ),
        "rate": as_json(429, {"message": "too many requests", "type": "too_many_requests"}),
    }

    @property
    @override
    def options(self) -> dict[str, Any]:
        return {"secret_key": KEY, "project_id": PROJECT, "api_url": f"{self.url}/api/"}

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("X-Auth-Token"))
        data = self.fields(request, FIELDS, {"from", "to", "project_id"}, "invalid argument(s): {}")
        if domain_of(data["from"]["email"]) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        return letter_of(
            data,
            sender=data["from"]["email"],
            to=[each["email"] for each in data["to"]],
            subject=data["subject"],
            text=data["text"],
            html=data["html"],
            headers={each["key"]: each["value"] for each in data.get("additional_headers", [])},
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        emails = [
            {"id": new_id(), "message_id": new_id(), "mail_rcpt": each, "status": "sending"}
            for each in letter.recipients
        ]
        return as_json(200, {"emails": emails})
