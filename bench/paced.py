"""Benchmark 8: services that limit, a server that comes back, one recipient whose server refuses everything."""

import itertools
import time
from collections import deque
from collections.abc import Callable

from bench.figure import Figure
from bench.site import LOGIN, Site
from tests.servers.letters import Letter
from tests.servers.smtp import SmtpServer

LETTERS = 120
OTHERS = 199
AWAY_SECONDS = 20
MAX_SECONDS = 420
TOO_MUCH = "450 4.7.1 Error: too much mail from 127.0.0.1"  # Postfix's words, at MAIL
BLACKLISTED = "550 The account or domain may not exist, they may be blacklisted"  # cPanel's, for one recipient


class LimitingServer(SmtpServer):
    """Takes so many emails in any window."""

    def __init__(self, letters: int, window_seconds: float) -> None:
        super().__init__(users=dict([LOGIN]))
        self.letters_in_window, self.window_seconds = letters, window_seconds
        self.taken: deque[float] = deque(maxlen=letters)
        self.refused = 0
        self.limit = self._limit

    def _limit(self) -> str | None:
        now = time.monotonic()
        if len(self.taken) == self.letters_in_window and now - self.taken[0] < self.window_seconds:
            self.refused += 1
            return TOO_MUCH
        self.taken.append(now)
        return None


def paced(new_site: Callable[[str], Site]) -> list[Figure]:
    figures: list[Figure] = []
    for name, letters, window in (("2 a second", 2, 1.0), ("20 a minute", 20, 60.0)):
        with LimitingServer(letters, window) as server:
            received = _drain(new_site(f"paced_{letters}"), server, LETTERS)
        seconds = received[-1].received_at - received[0].received_at
        ideal = (LETTERS / letters - 1) * window
        detail = f"{LETTERS} emails in {seconds:.0f} s, ideal {ideal:.0f} s, {server.refused} refused"
        figures += [
            Figure(8, f"paced: time / ideal, {name}", seconds / ideal, detail, at_most=1.2),
            Figure(8, f"paced: refused / accepted, {name}", server.refused / LETTERS, detail, at_most=0.1),
        ]
    return [*figures, _outage(new_site("outage")), _bad_apple(new_site("bad_apple"))]


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
