"""python -m tests.deploy.load AUTHORITY VISITS_A_SECOND ADDRESS...: people who ask for a new password, steadily.

Each address is somebody's, comes from an IP address of loopback of its own, opens the form and sends it. What became of
each request is a line: the status or the error, its seconds and the address. The pace does not wait for answers.
After SIGTERM nobody else comes.
"""

import json
import re
import signal
import socket
import ssl
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from threading import Event
from urllib.parse import urlencode

HOST = "cinemahub.example"
FORM = "/users/password-reset/"
TIMEOUT_SECONDS = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def main(authority: str, per_second: float, addresses: list[str]) -> None:
    trust = ssl.create_default_context(cafile=authority)
    closed = Event()
    signal.signal(signal.SIGTERM, lambda *_: closed.set())
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=200) as people:
        for number, address in enumerate(addresses):
            if closed.wait(max(0, began + number / per_second - time.monotonic())):
                break
            people.submit(visit, trust, number, address)


def visit(trust: ssl.SSLContext, number: int, address: str) -> None:
    client = f"127.0.{1 + number // 250}.{1 + number % 250}"
    form = ask(trust, client, address, "GET", {}, None)
    if form is None:
        return
    page, cookie = form
    token = TOKEN.search(page)
    fields = {"csrfmiddlewaretoken": token[1] if token else "", "email": address}
    headers = {
        "Cookie": cookie,
        "Origin": f"https://{HOST}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    ask(trust, client, address, "POST", headers, urlencode(fields))


def ask(
    trust: ssl.SSLContext, client: str, address: str, method: str, headers: dict[str, str], body: str | None
) -> tuple[str, str] | None:
    """Return the page and its cookie; None if there was none."""
    began = time.monotonic()
    connection = HTTPSConnection(HOST, timeout=TIMEOUT_SECONDS)
    try:
        plain = socket.create_connection(("127.0.0.1", 443), TIMEOUT_SECONDS, source_address=(client, 0))
        connection.sock = trust.wrap_socket(plain, server_hostname=HOST)
        connection.request(method, FORM, body, headers)
        answer: HTTPResponse = connection.getresponse()
        page, cookie, status = answer.read().decode(), answer.headers.get("Set-Cookie", ""), str(answer.status)
    except (OSError, HTTPException) as error:
        page, cookie, status = "", "", type(error).__name__
    finally:
        connection.close()
    seconds = time.monotonic() - began
    sys.stdout.write(json.dumps({"method": method, "status": status, "seconds": seconds, "address": address}) + "\n")
    return (page, cookie.partition(";")[0]) if status == "200" else None


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
