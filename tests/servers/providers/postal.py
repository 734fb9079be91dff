"""https://docs.postalserver.io/developer/api and app/controllers/legacy_api/ in github.com/postalserver/postal.

Every answer has status 200.
"""

from email.utils import parseaddr
from typing import override

from werkzeug.wrappers import Request

from tests.servers.http_server import HttpReply
from tests.servers.provider_letters import ProviderLetter
from tests.servers.providers.base import DOMAIN, RefusedError, StrictProvider, as_json, domain_of, letter_of, new_id

FIELDS = {
    *("to", "cc", "bcc", "from", "sender", "subject", "tag", "reply_to", "plain_body", "html_body", "attachments"),
    *("headers", "bounce"),
}


def error(code: str, message: str, status: str = "error") -> HttpReply:
    return as_json(200, {"status": status, "time": 0.01, "flags": {}, "data": {"code": code, "message": message}})


class Postal(StrictProvider):
    name = "postal"
    path = "api/v1/send/message"
    troubles = {
        "key": error("InvalidServerAPIKey", "The API token provided in X-Server-API-Key was not valid."),
        "account": error("ServerSuspended", "The mail server has been suspended"),
        "domain": error(
            "UnauthenticatedFromAddress", "The From address is not authorised to send mail from this server", "error"
        ),
        "recipient": error("NoRecipients", "There are no recipients defined to receive this message"),
    }

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(request.headers.get("X-Server-API-Key"))
        data = self.fields(request, FIELDS, {"from", "to"}, "unknown parameter {}")
        sender = parseaddr(data["from"])[1]
        if domain_of(sender) != DOMAIN:
            raise RefusedError(self.troubles["domain"])
        headers = dict(data.get("headers", {})) | {"Message-ID": f"<{new_id()}@rp.postal.example>"}
        return letter_of(
            data,
            sender=sender,
            to=[parseaddr(each)[1] for each in data["to"]],
            subject=data["subject"],
            text=data["plain_body"],
            html=data["html_body"],
            headers=headers,
        )

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        messages = {each: {"id": number, "token": "abcdef123"} for number, each in enumerate(letter.recipients, 1)}
        return as_json(
            200, {"status": "success", "data": {"message_id": letter.headers["Message-ID"], "messages": messages}}
        )
