"""https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages"""

import base64
from email.utils import parseaddr
from typing import Any, override

from werkzeug.wrappers import Request

from tests.servers.http_server import HttpReply
from tests.servers.provider_letters import ProviderLetter, from_mailgun
from tests.servers.providers.base import DOMAIN, KEY, RefusedError, StrictProvider, as_json, new_id

FIELDS = {"from", "to", "cc", "bcc", "subject", "text", "html", "amp-html", "attachment", "inline", "template"}
SWITCHES = {"o:tracking", "o:tracking-clicks", "o:tracking-opens", "o:dkim", "o:testmode"}


class Mailgun(StrictProvider):
    name = "mailgun"
    path = f"{DOMAIN}/messages"
    troubles = {
        "key": HttpReply(401, "Forbidden"),
        # https://github.com/mailgun/wordpress-plugin/issues/68
        "sandbox": as_json(
            403,
            {
                "message": f"Domain {DOMAIN} is not allowed to send: Free accounts are for test purposes "
                f"only. Please "
                "upgrade or add the address to authorized recipients in Account Settings."
            },
        ),
        "account": as_json(
            403,
            {
                "message": f"Domain {DOMAIN} is not allowed to send: Please activate your Mailgun account. "
                f"Check your inbox "
                "or log in to your control panel to resend the activation email."
            },
        ),
        "domain": as_json(
            403,
            {
                "message": f"Domain {DOMAIN} is not allowed to send: The domain is unverified and requires DNS "
                "configuration. Log in to your control panel to view required DNS records."
            },
        ),
        "elsewhere": as_json(404, {"message": f"Domain not found: {DOMAIN}"}),
        "sender": as_json(400, {"message": "'from' parameter is not a valid address. please check documentation"}),
        "recipient": as_json(400, {"message": "'to' parameter is not a valid address. please check documentation"}),
        "rate": as_json(429, {"message": "Too many requests"}, {"Retry-After": "30"}),
    }

    @property
    @override
    def options(self) -> dict[str, Any]:
        return super().options | {"sender_domain": DOMAIN}

    @override
    def read(self, request: Request) -> ProviderLetter:
        self.check_key(
            request.headers.get("Authorization"), f"Basic {base64.b64encode(f'api:{KEY}'.encode()).decode()}"
        )
        for field, value in request.form.items():
            known = field in FIELDS or field.startswith(("h:", "v:", "o:tag"))
            if not known and not (field in SWITCHES and value in {"yes", "no", "true", "false", "htmlonly"}):
                raise RefusedError(as_json(400, {"message": f"{field} parameter is not supported"}))
        if "@" not in parseaddr(request.form.get("from", ""))[1]:
            raise RefusedError(self.troubles["sender"])
        try:
            return from_mailgun(request.form)
        except KeyError as missing:
            raise RefusedError(as_json(400, {"message": f"{missing.args[0]} parameter is missing"})) from None

    @override
    def accept(self, letter: ProviderLetter) -> HttpReply:
        return as_json(
            200, {"id": letter.headers.get("Message-Id") or f"<{new_id()}@{DOMAIN}>", "message": "Queued. Thank you."}
        )
