"""Benchmark 8: services that limit, a server that comes back, one recipient whose server refuses everything."""

import itertools
import time
from collections.abc import Callable
from typing import override

from werkzeug.wrappers import Request, Response

from bench.figure import Figure
from bench.site import LOGIN, Site
from tests.servers.letters import Letter
from tests.servers.provider import ProviderServer
from tests.servers.smtp import SmtpServer

LETTERS = 120
OTHERS = 199
AWAY_SECONDS = 20
MAX_SECONDS = 420
API_KEY = "key-of-the-benchmarks-1"
TOO_MUCH = "450 4.7.1 Error: too much mail from 127.0.0.1"  # Postfix's words, at MAIL
BLACKLISTED = "550 The account or domain may not exist, they may be blacklisted"  # cPanel's, for one recipient


class Limit:
    """So many emails in any window, as one server takes them."""

    def __init__(self, letters: int, window_seconds: float) -> None:
        self.letters, self.window_seconds = letters, window_seconds
        self.taken: list[float] = []
        self.refused = 0

    def is_reached(self) -> bool:
        now = time.monotonic()
        if len(self.taken) >= self.letters and now - self.taken[-self.letters] < self.window_seconds:
            self.refused += 1
            return True
        self.taken.append(now)
        return False


class LimitingServer(SmtpServer):
    def __init__(self, limit: Limit) -> None:
        super().__init__(users=dict([LOGIN]))
        self.limit = lambda: TOO_MUCH if limit.is_reached() else None


class LimitingProvider(ProviderServer):
    """Says after how long to come back, as HTTP has it."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(api_key=API_KEY)
        self.limit = limit

    @override
    def _answer(self, request: Request) -> Response:
        if self.limit.is_reached():
            return Response("Too Many Requests", 429, {"Retry-After": f"{self.limit.window_seconds:.0f}"})
        return super()._answer(request)


def paced(new_site: Callable[[str], Site]) -> list[Figure]:
    figures: list[Figure] = []
    for name, letters, window in (("2 a second", 2, 1.0), ("20 a minute", 20, 60.0)):
        limit = Limit(letters, window)
        with LimitingServer(limit) as server:
            _drain(new_site(f"paced_{letters}"), server, LETTERS)
        figures += _figures(name, limit)
    limit = Limit(2, 1.0)
    with LimitingProvider(limit) as provider:
        site = new_site("retry_after").having(BENCH_API_KEY=API_KEY, BENCH_API_URL=provider.unisender_go_url)
        site.must("fill", "--letters", str(LETTERS))
        with site.running("mail_worker"):
            provider.wait_for(LETTERS, MAX_SECONDS)
    figures += _figures("2 a second, Retry-After", limit)
    return [*figures, _outage(new_site("outage")), _bad_apple(new_site("bad_apple"))]


def _figures(name: str, limit: Limit) -> list[Figure]:
    seconds = limit.taken[LETTERS - 1] - limit.taken[0]
    ideal = (LETTERS / limit.letters - 1) * limit.window_seconds
    detail = f"{LETTERS} emails in {seconds:.0f} s, ideal {ideal:.0f} s, {limit.refused} refused"
    return [
        Figure(8, f"paced: time / ideal, {name}", seconds / ideal, detail, at_most=1.2),
        Figure(8, f"paced: refused / accepted, {name}", limit.refused / LETTERS, detail, at_most=0.1),
    ]


def _drain(site: Site, server: SmtpServer, letters: int) -> list[Letter]:
    site.must("fill", "--letters", str(letters))
    with site.sending_to(server).running("mail_worker"):
        return server.wait_for(letters, MAX_SECONDS)


def _outage(site: Site) -> Figure:
    """Let a server be away until its return is probed for as rarely as ever, and come back."""
    server = SmtpServer(users=dict([LOGIN]))
    server.start()
    server.stop()
    site.must("fill", "--letters", str(LETTERS))
    with site.sending_to(server).running("mail_worker"):
        time.sleep(AWAY_SECONDS)
        back = time.time()
        server.start()
        received = server.wait_for(LETTERS, MAX_SECONDS)
    server.stop()
    seconds = received[-1].received_at - back
    return Figure(
        8, "outage: seconds from the server's return to the last email", seconds, f"{LETTERS} emails", at_most=10
    )


def _bad_apple(site: Site) -> Figure:
    with SmtpServer(users=dict([LOGIN])) as server:
        server.script.add("rcpt", BLACKLISTED, times=1)
        site.must("fill", "--letters", str(OTHERS + 1))
        began = time.time()
        with site.sending_to(server).running("mail_worker"):
            received = server.wait_for(OTHERS, MAX_SECONDS)
    gaps = [b.received_at - a.received_at for a, b in itertools.pairwise(received)]
    detail = f"{OTHERS} others in {received[-1].received_at - began:.1f} s with the worker's start"
    return Figure(8, "one bad apple: longest wait of the others, seconds", max(gaps), detail, at_most=5)
