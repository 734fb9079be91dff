"""Benchmark 9: how long a reset takes past a queue of newsletters, at a server that is slow to answer."""

from random import SystemRandom
from statistics import median
from time import sleep, time
from uuid import uuid4

from bench.browser import browser_of
from bench.figure import Figure
from bench.site import LOGIN, Site
from tests.servers.letters import Letter
from tests.servers.smtp import SmtpServer

NEWSLETTERS = 10_000
ASKED = 10
CONNECTIONS = 4
REPLY_SECONDS = 0.2
MAX_PAUSE_SECONDS = 2.0
MAX_SECONDS = 60

_random = SystemRandom()


def queue(site: Site) -> list[Figure]:
    addresses = [f"{uuid4().hex}@example.com" for _ in range(ASKED)]
    site.must("fill", "--accounts", *addresses, "--newsletters", str(NEWSLETTERS))
    waits = []
    with SmtpServer(users=dict([LOGIN]), reply_delay_seconds=REPLY_SECONDS) as server:
        site = site.sending_to(server)
        with site.running("mail_worker", "--connections", str(CONNECTIONS)), browser_of(site) as browser:
            server.wait_for(CONNECTIONS, MAX_SECONDS)
            for address in addresses:
                browser.open_form()
                browser.ask_for_letter(address)
                answered_at = time()
                waits.append(_wait_for(server, address).received_at - answered_at)
                sleep(_random.uniform(0, MAX_PAUSE_SECONDS))
        others = len(server.letters) - ASKED
    detail = f"median {median(waits):.2f} s of {ASKED}; {others} of {NEWSLETTERS} newsletters went meanwhile"
    return [Figure(9, "reset past newsletters: longest wait, seconds", max(waits), detail, at_most=2)]


def _wait_for(server: SmtpServer, recipient: str) -> Letter:
    deadline = time() + MAX_SECONDS
    while time() < deadline:
        if found := next((letter for letter in server.letters if letter.recipients == [recipient]), None):
            return found
        sleep(0.005)
    raise TimeoutError(recipient)
