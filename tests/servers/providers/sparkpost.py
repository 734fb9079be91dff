"""https://developers.sparkpost.com/api/transmissions/; headers it does not like it leaves out without a word."""

from email.utils import parseaddr
from typing import override

from werkzeug.wrappers import Request

from tests.servers.http_server import HttpReply
from tests.servers.provider_letters import ProviderLetter
from tests.servers.providers.base import DOMAIN, RefusedError, StrictProvider, as_json, domain_of, letter_of

FIELDS = {
    "options",
    "recipients",
    "campaign_id",
    "description",
    "metadata",
    "substitution_data",
    "return_path",
    "content",
}
CONTENT = {"html", "text", "amp_html", "subject", "from", "reply_to", "headers", "attachments", "inline_images"}
IGNORED = {"message-id", "list-unsubscribe"}


def error(status: int, message: str, code: str = "", description: str = "") -> HttpReply:
    named = {"message": message, "code": code, "description": description}
    return as_json(status, {"errors": [{name: value for name, value in named.items() if value}]})


class SparkPost(StrictProvider):
    name = "sparkpost"
    path = "transmissions/"
    troubles = {
        "key": error(401, "Unauthorized."),
        "rights": error(403, "Forbidden."),
        "domain": error(
            400,
            "Invalid domain",
            "7001",
            f"Unconfigured Sending Domain <{DOMAIN}>",
        ),
        "sender": error(400, "No sending domain specified", "7001"),  # SparkPost/developers.sparkpost.com#501
        "hour": error(420, "Exceed Sending Limit (hourly)"),
        "day": error(420, "Exceed Sending Limit (daily)"),
        "rate": error(429, "Too many requests"),
    }

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("Authorization"))
        data = self.fields(request, FIELDS, {"recipients", "content"}, "{} is not allowed")
        content = data["content"]
        if unknown := set(content) - CONTENT:
            raise RefusedError(error(422, "invalid data format/type", "1300", f"content.{min(unknown)} is not allowed"))
        sender = parseaddr(content["from"])[1]
        if domain_of(sender) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        headers = {name: value for name, value in content.get("headers", {}).items() if name.lower() not in IGNORED}
        if not data.get("options", {}).get("transactional"):
            headers["List-Unsubscribe"] = "<mailto:unsubscribe@unsub.spmta.com>"
        return letter_of(
            data,
            sender=sender,
            to=[each["address"]["email"] for each in data["recipients"]],
            subject=content["subject"],
            text=content["text"],
            html=content["html"],
            headers=headers,
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        count = len(letter.recipients)
        results = {"total_rejected_recipients": 0, "total_accepted_recipients": count, "id": "11668787484950529"}
        return as_json(200, {"results": results})
