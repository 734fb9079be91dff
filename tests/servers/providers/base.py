import json
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from tests.servers.http_server import HttpReply, HttpServer
from tests.servers.provider_letters import ProviderLetter
from tests.servers.records import Records

KEY, DOMAIN = "right-key", "cinemahub.example"


class RefusedError(Exception):
    def __init__(self, reply: HttpReply) -> None:
        super().__init__(reply.body)
        self.reply = reply


def as_json(status: int, content: object, headers: Mapping[str, str] | None = None) -> HttpReply:
    return HttpReply(status, json.dumps(content), {"Content-Type": "application/json", **(headers or {})})


class StrictProvider(HttpServer):
    """Judges each email; `trouble`, one of `troubles`, refuses all of them."""

    name: ClassVar[str]
    path: ClassVar[str]  # of sending, below the address of the API
    troubles: ClassVar[Mapping[str, HttpReply]]

    def __init__(self, *, port: int = 0) -> None:
        super().__init__(Request.application(self._answer), port)
        self.trouble = ""
        self._accepted: Records[ProviderLetter] = Records()

    @property
    def options(self) -> dict[str, Any]:
        """What Anymail's backend needs to speak to this server."""
        return {"api_key": KEY, "api_url": f"{self.url}/api/"}

    @property
    def letters(self) -> list[ProviderLetter]:
        return self._accepted.snapshot()

    def read(self, request: Request) -> ProviderLetter:
        """Return what was sent, or raise RefusedError."""
        raise NotImplementedError

    def accept(self, letter: ProviderLetter) -> HttpReply:
        raise NotImplementedError

    def _answer(self, request: Request) -> Response:
        try:
            if self.trouble:
                raise RefusedError(self.troubles[self.trouble])
            if request.method != "POST" or request.path != f"/api/{self.path}":
                raise RefusedError(self.troubles.get("elsewhere", HttpReply(404, "Not Found")))
            letter = self.read(request)
        except RefusedError as refused:
            return _response(refused.reply)
        self._accepted.append(letter)
        return _response(self.accept(letter))

    def check_key(self, given: str | None, expected: str = KEY) -> None:
        if given != expected:
            raise RefusedError(self.troubles["key"])

    def fields(self, request: Request, known: set[str], needed: set[str], refused: str) -> dict[str, Any]:
        """Read JSON; `refused` is what is said of a field, whose name it leaves open."""
        data: dict[str, Any] = json.loads(request.get_data())
        for field in sorted((set(data) - known) | (needed - set(data))):
            raise RefusedError(as_json(400, {"message": refused.format(field)}))
        return data


def letter_of(
    data: Mapping[str, Any],
    *,
    sender: str,
    to: list[str],
    subject: str,
    text: str,
    html: str,
    headers: Mapping[str, str] | None = None,
) -> ProviderLetter:
    return ProviderLetter(sender, to, subject, text, html, Headers(dict(headers or {})), data)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip("<>").lower()


def new_id() -> str:
    return str(uuid4())


def _response(reply: HttpReply) -> Response:
    return Response(reply.body, reply.status, reply.headers)
