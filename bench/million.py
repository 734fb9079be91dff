"""Benchmark 4: a table that has grown must cost nothing, and an idle system must be quick."""

import random
from statistics import median
from time import sleep, time
from uuid import uuid4

from bench.browser import browser_of
from bench.drain import Contender, Server, compete, detail, ratio
from bench.figure import Figure
from bench.site import Site
from tests.servers.sink_process import SinkProcess

FINISHED = 1_000_000
LETTERS = 800
ROUNDS = 4
ASKED = 30
MAX_PAUSE_SECONDS = 0.5

_random = random.SystemRandom()


def million(empty: Site, full: Site) -> list[Figure]:
    full.must("fill", "--finished", str(FINISHED))
    contenders = {
        "empty": Contender(empty, LETTERS, ("mail_worker",), ("fill", "--letters")),
        "full": Contender(full, LETTERS, ("mail_worker",), ("fill", "--letters")),
    }
    rates = compete(contenders, Server(), rounds=ROUNDS)
    waits = _waits(full)
    return [
        Figure(
            4,
            "worker with a million finished emails / without",
            ratio(rates, "full", "empty"),
            detail(rates, "full", "empty"),
            at_least=0.95,
        ),
        Figure(
            4,
            "seconds from the answer to the email, million finished",
            median(waits),
            f"longest {max(waits):.2f} s of {ASKED}",
            at_most=0.4,
        ),
    ]


def _waits(site: Site) -> list[float]:
    """How many seconds after the answer each letter is at the server."""
    addresses = [f"{uuid4().hex}@example.com" for _ in range(ASKED)]
    site.must("fill", "--accounts", *addresses)
    waits = []
    with SinkProcess(site.folder / "sink-asked") as sink:
        site = site.sending_to(sink)
        with site.running("mail_worker"), browser_of(site) as browser:
            for number, address in enumerate(addresses, start=1):
                browser.open_form()
                browser.ask_for_letter(address)
                answered_at = time()
                waits.append(sink.wait_for(number)[-1].received_at - answered_at)
                sleep(_random.uniform(0, MAX_PAUSE_SECONDS))  # so that the worker's rhythm is met anywhere
    return waits
