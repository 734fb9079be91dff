"""Benchmark 6: whether the time of a sign-in or a sign-up tells a stranger who has an account."""

import random
from collections.abc import Callable
from http import HTTPStatus
from statistics import median
from uuid import uuid4

from bench.browser import SIGN_IN, SIGN_UP, Browser, browser_of
from bench.figure import Figure
from bench.mann_whitney import mann_whitney_p
from bench.site import Site

EACH = 150
WARM_UP = 10
PHRASE = "a seat by the exit"

_random = random.SystemRandom()

type Send = Callable[[Browser, str], float]


def telling(site: Site) -> list[Figure]:
    figures = []
    for name, send in {"sign-in with a wrong password": _sign_in, "sign-up": _sign_up}.items():
        known = [f"{uuid4().hex}@example.com" for _ in range(EACH)]
        site.must("fill", "--password", PHRASE, "--accounts", *known)
        with browser_of(site) as browser:
            for _ in range(WARM_UP):
                send(browser, f"{uuid4().hex}@example.com")
            by_known = _measure(browser, known, send)
        figures.append(
            Figure(
                6,
                f"p that known and unknown addresses take equally long, {name}",
                mann_whitney_p(by_known[True], by_known[False]),
                f"known {median(by_known[True]) * 1000:.2f} ms, unknown {median(by_known[False]) * 1000:.2f} ms",
                at_least=0.01,
            )
        )
    return figures


def _measure(browser: Browser, known: list[str], send: Send) -> dict[bool, list[float]]:
    """Return the seconds of each, by whether its address was known."""
    addresses = [(True, address) for address in known] + [(False, f"{uuid4().hex}@example.com") for _ in known]
    _random.shuffle(addresses)
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for is_known, address in addresses:
        seconds[is_known].append(send(browser, address))
    return seconds


def _sign_in(browser: Browser, address: str) -> float:
    browser.open_form(SIGN_IN)
    return browser.send(SIGN_IN, HTTPStatus.OK, username=address, password=f"not {PHRASE}")


def _sign_up(browser: Browser, address: str) -> float:
    browser.open_form(SIGN_UP)
    return browser.send(SIGN_UP, HTTPStatus.FOUND, email=address, password1=PHRASE, password2=PHRASE)
