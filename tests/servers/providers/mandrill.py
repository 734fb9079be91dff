"""https://mailchimp.com/developer/transactional/api/messages/; errors come with status 500, refusals with 200."""

import json
from typing import override

from werkzeug.wrappers import Request

from tests.servers.http_server import HttpReply
from tests.servers.provider_letters import ProviderLetter
from tests.servers.providers.base import DOMAIN, RefusedError, StrictProvider, as_json, domain_of, letter_of, new_id

FIELDS = {
    *(
        "html",
        "text",
        "subject",
        "from_email",
        "from_name",
        "to",
        "headers",
        "important",
        "track_opens",
        "track_clicks",
    ),
    *(
        "auto_text",
        "auto_html",
        "inline_css",
        "url_strip_qs",
        "preserve_recipients",
        "view_content_link",
        "bcc_address",
    ),
    *(
        "tracking_domain",
        "signing_domain",
        "return_path_domain",
        "merge",
        "merge_language",
        "global_merge_vars",
        "tags",
    ),
    *("merge_vars", "subaccount", "google_analytics_domains", "google_analytics_campaign", "metadata", "attachments"),
    *("recipient_metadata", "images"),
}


def error(code: int, name: str, message: str) -> HttpReply:
    return as_json(500, {"status": "error", "code": code, "name": name, "message": message})


def rejected(reason: str) -> HttpReply:
    return as_json(200, [{"email": "anna@example.com", "status": "rejected", "_id": new_id(), "reject_reason": reason}])


class Mandrill(StrictProvider):
    name = "mandrill"
    path = "messages/send.json"
    troubles = {
        "key": error(-1, "Invalid_Key", "Invalid API key"),
        "credit": error(10, "PaymentRequired", "The requested feature requires payment."),
        "domain": rejected("unsigned"),
        "sender": rejected("invalid-sender"),
        "sandbox": rejected("test-mode-limit"),
        "recipient": rejected("hard-bounce"),
    }

    @override
    def read(self, request: Request) -> ProviderLetter:
        data = json.loads(request.get_data())
        self.check_key(data.get("key"))
        email = data["message"]
        if unknown := set(email) - FIELDS:
            raise RefusedError(
                error(-2, "ValidationError", f'Validation error: {{"message":{{"{min(unknown)}":"unknown"}}}}')
            )
        if domain_of(email["from_email"]) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        return letter_of(
            email,
            sender=email["from_email"],
            to=[each["email"] for each in email["to"]],
            subject=email["subject"],
            text=email["text"],
            html=email["html"],
            headers=email.get("headers"),
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        return as_json(200, [{"email": each, "status": "sent", "_id": new_id()} for each in letter.recipients])
