"""https://godocs.unisender.ru/web-api-ref: email-send and "API errors".

It leaves out headers without X- and says nothing of it. The page has statuses, codes and meanings; the words of the
troubles `account`, `unsubscribe` and `plan` are ours.
"""

import json
from typing import override

from werkzeug.wrappers import Request

from tests.servers.http_server import HttpReply
from tests.servers.provider_letters import ProviderLetter
from tests.servers.providers.base import DOMAIN, RefusedError, StrictProvider, as_json, domain_of, letter_of, new_id

FIELDS = {
    *("recipients", "template_id", "tags", "skip_unsubscribe", "global_language", "template_engine", "global_metadata"),
    *("global_substitutions", "body", "subject", "from_email", "from_name", "reply_to", "reply_to_name", "track_links"),
    *(
        "track_read",
        "bypass_global",
        "bypass_unavailable",
        "bypass_unsubscribed",
        "bypass_complained",
        "idempotence_key",
    ),
    *("headers", "attachments", "inline_attachments", "options"),
}
FOOTER = "<a href='https://go1.unisender.ru/unsubscribe'>Unsubscribe</a>"
ADDRESSING = {"to", "cc"}  # headers that list recipients
MAX_METADATA = 10


def error(status: int, code: int, message: str) -> HttpReply:
    return as_json(status, {"status": "error", "message": message, "code": code})


class UnisenderGo(StrictProvider):
    name = "unisender_go"
    path = "email/send.json"
    troubles = {
        "key": error(401, 102, "User with id or api_key not found"),
        "account": error(403, 103, "User is not active"),
        "unsubscribe": error(403, 206, "skip_unsubscribe is not allowed for this account"),
        "domain": error(400, 204, f"Sender's domain {DOMAIN} is not verified"),
        "plan": error(403, 905, "You have exceeded the plan limit"),
        "rate": error(429, 1201, "Too many requests"),
        "recipient": as_json(
            400,
            {
                "status": "error",
                "code": 204,
                "message": "No valid recipients",
                "failed_emails": {"anna@example.com": "permanent_unavailable"},
            },
        ),
    }

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("X-API-KEY"))
        email = json.loads(request.get_data())["message"]
        if unknown := set(email) - FIELDS:
            raise RefusedError(error(400, 150, f"Unknown field {min(unknown)}"))
        metadata = [email.get("global_metadata", {}), *(each.get("metadata", {}) for each in email["recipients"])]
        if sum(map(len, metadata)) > MAX_METADATA:
            raise RefusedError(error(400, 150, "Too many metadata"))
        if domain_of(email["from_email"]) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        headers = {
            name: value
            for name, value in email.get("headers", {}).items()
            if name.lower().startswith("x-") or name.lower() in ADDRESSING
        }
        footer = "" if email.get("skip_unsubscribe") == 1 else FOOTER
        return letter_of(
            email,
            sender=email["from_email"],
            to=[each["email"] for each in email["recipients"]],
            subject=email["subject"],
            text=email["body"].get("plaintext", ""),
            html=email["body"].get("html", "") + footer,
            headers=headers,
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        return as_json(200, {"status": "success", "job_id": new_id()[:16], "emails": letter.recipients})
