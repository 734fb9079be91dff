"""https://developers.brevo.com/reference/sendtransacemail and https://developers.brevo.com/docs/how-it-works"""

from typing import override

from werkzeug.wrappers import Request

from tests.servers.http_server import HttpReply
from tests.servers.provider_letters import ProviderLetter
from tests.servers.providers.base import DOMAIN, RefusedError, StrictProvider, as_json, domain_of, letter_of, new_id

FIELDS = {
    *(
        "sender",
        "to",
        "bcc",
        "cc",
        "htmlContent",
        "textContent",
        "subject",
        "replyTo",
        "attachment",
        "headers",
        "templateId",
    ),
    *("params", "messageVersions", "tags", "scheduledAt", "batchId"),
}


def error(status: int, code: str, message: str) -> HttpReply:
    return as_json(status, {"code": code, "message": message})


class Brevo(StrictProvider):
    name = "brevo"
    path = "smtp/email"
    troubles = {
        "key": error(401, "unauthorized", "Key not found"),
        "address": error(
            401,
            "unauthorized",
            "We have detected you are using an unrecognised IP address 192.0.2.1. If you "
            "performed this "
            "action make sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips",
        ),
        "domain": error(
            400,
            "invalid_parameter",
            "Sending has been rejected because the sender you used "
            "post@cinemahub.example is not "
            "valid. Validate your sender or authenticate your domain",
        ),
        "account": error(
            403,
            "permission_denied",
            "Unable to send email. Your SMTP account is not yet activated. Please "
            "contact us at "
            "contact@brevo.com to request activation",
        ),
        "credit": error(402, "not_enough_credits", "Email credits are not sufficient to send the email"),
        "rate": error(429, "too_many_requests", "Too many requests"),
        "recipient": error(400, "invalid_parameter", "email is not valid in to"),
    }

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("api-key"))
        data = self.fields(request, FIELDS, {"sender", "to", "subject"}, "{} is missing or not allowed")
        headers = data.get("headers", {})
        if not all(isinstance(value, str) and value.isascii() for value in headers.values()):
            raise RefusedError(error(400, "invalid_parameter", "Invalid value of headers"))
        if domain_of(data["sender"]["email"]) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        return letter_of(
            data,
            sender=data["sender"]["email"],
            to=[each["email"] for each in data["to"]],
            subject=data["subject"],
            text=data["textContent"],
            html=data["htmlContent"],
            headers=headers,
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        return as_json(201, {"messageId": f"<{new_id()}@smtp-relay.mailin.fr>"})
