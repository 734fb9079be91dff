"""Benchmark 1: what the visitor of the reset form waits for, and what a stranger can read from it."""

import random
from statistics import median
from uuid import uuid4

from bench.browser import Browser, browser_of
from bench.figure import Figure
from bench.mann_whitney import mann_whitney_p
from bench.site import Site
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer

EACH = 300
WARM_UP = 30

_random = random.SystemRandom()


def asking(site: Site) -> list[Figure]:
    """Ask for known and unknown addresses in turn, while the SMTP server answers nobody and the worker waits for it."""
    known = [f"{uuid4().hex}@example.com" for _ in range(EACH)]
    site.must("fill", "--accounts", *known)
    with SmtpServer() as server:
        server.script.add("connect", Fault.HANG)
        hanging = site.sending_to(server)
        with hanging.running("mail_worker"), browser_of(hanging) as browser:
            gets, posts = _measure(browser, known)
    by_known = {is_known: [seconds for was, seconds in posts if was is is_known] for is_known in (True, False)}
    all_posts = [seconds for _, seconds in posts]
    return [
        Figure(
            1,
            "POST / GET of the reset form, SMTP hanging",
            median(all_posts) / median(gets),
            f"POST {median(all_posts) * 1000:.1f} ms, GET {median(gets) * 1000:.1f} ms",
            at_most=2,
        ),
        Figure(
            1,
            "p that known and unknown addresses take equally long",
            mann_whitney_p(by_known[True], by_known[False]),
            f"known {median(by_known[True]) * 1000:.2f} ms, unknown {median(by_known[False]) * 1000:.2f} ms",
            at_least=0.01,
        ),
    ]


def _measure(browser: Browser, known: list[str]) -> tuple[list[float], list[tuple[bool, float]]]:
    """Return the seconds of each GET, and of each POST with whether its address was known."""
    for _ in range(WARM_UP):
        browser.open_form()
        browser.ask_for_letter(f"{uuid4().hex}@example.com")
    addresses = [(True, address) for address in known] + [(False, f"{uuid4().hex}@example.com") for _ in known]
    _random.shuffle(addresses)
    gets, posts = [], []
    for is_known, address in addresses:
        gets.append(browser.open_form())
        posts.append((is_known, browser.ask_for_letter(address)))
    return gets, posts
