import base64
import json
from uuid import uuid4

from werkzeug.wrappers import Request, Response

from tests.servers.http_server import HttpServer
from tests.servers.provider_letters import ProviderLetter, from_mailgun, from_unisender_go
from tests.servers.records import Records

UNISENDER_GO_PATH = "/ru/transactional/api/v1/"
MAILGUN_PATH = "/v3/"


class ProviderServer(HttpServer):
    """Unisender Go and Mailgun on loopback, as far as Anymail speaks to them.

    `refused_recipients` says why Unisender Go does not take an address, in its own words ("permanent_unavailable").
    """

    def __init__(self, *, api_key: str, mailgun_domain: str = "cinemahub.test", port: int = 0) -> None:
        super().__init__(Request.application(self._answer), port)
        self.api_key = api_key
        self.mailgun_domain = mailgun_domain
        self.refused_recipients: dict[str, str] = {}
        self._accepted: Records[ProviderLetter] = Records()

    @property
    def unisender_go_url(self) -> str:
        return f"{self.url}{UNISENDER_GO_PATH}"

    @property
    def mailgun_url(self) -> str:
        return f"{self.url}{MAILGUN_PATH}"

    @property
    def letters(self) -> list[ProviderLetter]:
        """The accepted ones only; see `requests` for all."""
        return self._accepted.snapshot()

    def wait_for(self, count: int, timeout_seconds: float = 10) -> list[ProviderLetter]:
        """All emails, as soon as there are `count`; TimeoutError if it does not come to that."""
        return self._accepted.wait_for(count, timeout_seconds)

    def _answer(self, request: Request) -> Response:
        if request.method == "POST" and request.path == f"{UNISENDER_GO_PATH}email/send.json":
            return self._unisender_go(request)
        if request.method == "POST" and request.path.startswith(MAILGUN_PATH) and request.path.endswith("/messages"):
            return self._mailgun(request)
        return Response("Not Found", 404)

    def _unisender_go(self, request: Request) -> Response:
        if request.headers.get("X-API-KEY") != self.api_key:
            return _json(401, status="error", message="User not found by API key", code=102)
        try:
            letter = from_unisender_go(request.get_data())
        except (KeyError, TypeError, ValueError):
            return _json(400, status="error", message="Error in the request's format", code=150)
        refused = {each: why for each, why in self.refused_recipients.items() if each in letter.recipients}
        taken = [each for each in letter.recipients if each not in refused]
        if taken:
            self._accepted.append(letter)
        return _json(200, status="success", job_id=uuid4().hex[:16], emails=taken, failed_emails=refused)

    def _mailgun(self, request: Request) -> Response:
        expected = base64.b64encode(f"api:{self.api_key}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {expected}":
            return Response("Forbidden", 401, {"WWW-Authenticate": 'Basic realm="MG API"'})
        domain = request.path.removeprefix(MAILGUN_PATH).removesuffix("/messages")
        if domain != self.mailgun_domain:
            return _json(404, message=f"Domain not found: {domain}")
        try:
            self._accepted.append(from_mailgun(request.form))
        except KeyError as missing:
            return _json(400, message=f"{missing.args[0]} parameter is missing")
        return _json(200, id=f"<{uuid4()}@{domain}>", message="Queued. Thank you.")


def _json(status_code: int, **content: object) -> Response:
    return Response(json.dumps(content), status_code, content_type="application/json")
