"""python -m tests.deploy.provider PORT LOG: a provider on loopback; each email it accepts is a line of the log."""

import json
import sys
import time
from pathlib import Path
from typing import override

from werkzeug.wrappers import Request, Response

from tests.servers.provider import ProviderServer

DOMAIN = "cinemahub.example"
KEY = "key-of-the-tests"
POLL_SECONDS = 0.05


class Provider(ProviderServer):
    """The account has verified its domain: https://godocs.unisender.ru/web-api-ref#domain-list."""

    @override
    def _answer(self, request: Request) -> Response:
        if request.path.endswith("/domain/list.json") and request.headers.get("X-API-KEY") == KEY:
            domain = {"domain": DOMAIN, "verification-record": {"status": "confirmed"}, "dkim": {"status": "active"}}
            return Response(json.dumps({"status": "success", "domains": [domain]}), content_type="application/json")
        return super()._answer(request)


def main(port: int, log: Path) -> None:
    with Provider(api_key=KEY, port=port) as server, log.open("w") as output:
        written = 0
        while True:
            for letter in server.letters[written:]:
                fields = {"to": letter.recipients[0], "text": letter.text, "id": letter.headers.get("Message-ID", "")}
                output.write(json.dumps(fields) + "\n")
                written += 1
            output.flush()
            time.sleep(POLL_SECONDS)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
