"""Requests that are begun and never ended stop nobody else, even without a proxy in front."""

import socket
from contextlib import ExitStack
from pathlib import Path

from tests.http.conftest import Serve

HALF = b"POST /users/login/ HTTP/1.1\r\nHost: x\r\nX-"
CLIENTS = 50


def test_fifty_half_requests_do_not_stop_the_site(serve: Serve, tmp_path: Path) -> None:
    with serve(f"sqlite:///{tmp_path / 'site.sqlite3'}") as site, ExitStack() as stack:
        for _ in range(CLIENTS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", site.port)))
            client.sendall(HALF)
        for _ in range(3):
            assert site.send("GET", "/health/").status == 200
