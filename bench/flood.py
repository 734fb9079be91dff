"""Benchmark 7: what somebody who signs in notices of one client that floods the site with sign-ups."""

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median
from time import perf_counter, sleep
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from bench.browser import HOST
from bench.figure import Figure
from bench.site import SITE_URL, Site
from tests.servers.ports import free_port

CONNECTIONS = 6
ASKED = 300
PAUSE_SECONDS = 0.1
AS_PROXY = {"Host": urlsplit(SITE_URL).netloc, "X-Forwarded-Proto": "https"}


def flood(site: Site) -> list[Figure]:
    port = free_port()
    with site.gunicorn(port):
        idle = _waits(port)
        with _flooding(port):
            flooded = _waits(port)
    return [
        Figure(
            7,
            "GET of the sign-in page, one client flooding / idle",
            median(flooded) / median(idle),
            f"flooded {median(flooded) * 1000:.1f} ms, idle {median(idle) * 1000:.1f} ms",
            at_most=3,
        )
    ]


def _waits(port: int) -> list[float]:
    """Return the seconds of each visit, each over a connection of its own."""
    waits = []
    for _ in range(ASKED):
        started = perf_counter()
        connection = HTTPConnection(HOST, port, timeout=30)
        connection.request("GET", "/users/login/", headers=AS_PROXY | {"X-Forwarded-For": "198.51.100.7"})
        connection.getresponse().read()
        connection.close()
        waits.append(perf_counter() - started)
        sleep(PAUSE_SECONDS)
    return waits


@contextmanager
def _flooding(port: int) -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=_flood, args=[port], daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _flood(port: int) -> None:
    threads = [threading.Thread(target=_sign_up_for_ever, args=[port]) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()


def _sign_up_for_ever(port: int) -> None:
    token = "a" * 32
    headers = AS_PROXY | {
        "X-Forwarded-For": "192.0.2.1",
        "Origin": SITE_URL,
        "Cookie": f"__Host-csrf={token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    while True:
        fields = {"csrfmiddlewaretoken": token, "email": f"{uuid4().hex}@example.com"}
        fields |= dict.fromkeys(("password1", "password2"), "popcorn before midnight")
        connection = HTTPConnection(HOST, port, timeout=30)
        connection.request("POST", "/users/signup/", urlencode(fields), headers)
        connection.getresponse().read()
        connection.close()
