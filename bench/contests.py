"""Benchmarks 2, 3 and 5: one worker against what could be done without an outbox, and with a task queue."""

from pathlib import Path

from bench.drain import Contender, Server, compete, detail, ratio
from bench.figure import Figure
from bench.site import Site
from tests.servers.certificates import issue_certificates

LETTERS = 800
RIVAL_LETTERS_NEAR = 200
RIVAL_LETTERS_FAR = 15
ROUNDS = 3
CONNECTIONS_FAR = 16
DELAY_MS = 20
RIVAL = "django-tasks-db"
RIVAL_COMMAND = ("db_worker", "--no-startup-delay")


def near(site: Site) -> list[Figure]:
    """A server on loopback that answers at once: what counts is the work done for a letter."""
    contenders = {
        "worker": Contender(site, LETTERS, ("mail_worker",), "--letters"),
        "plain loop": Contender(site, LETTERS, ("plain_loop", str(LETTERS))),
        RIVAL: Contender(site, RIVAL_LETTERS_NEAR, RIVAL_COMMAND, "--tasks"),
    }
    rates = compete(contenders, Server(), rounds=ROUNDS)
    return [
        _compared(2, "plain loop", "loopback", rates, at_least=0.8),
        _compared(5, RIVAL, "loopback", rates, at_least=2),
    ]


def far(site: Site, folder: Path) -> list[Figure]:
    """A server that wants TLS and a login and takes its time: what counts is to use all connections."""
    certificates = issue_certificates(folder)
    site = site.having(**certificates.environment)
    connections = ("--connections", str(CONNECTIONS_FAR))
    unconfirmed = ("--unconfirmed", str(CONNECTIONS_FAR))
    contenders = {
        "worker": Contender(site, LETTERS, ("mail_worker", *connections, *unconfirmed), "--letters"),
        "smtplib": Contender(site, LETTERS, ("bare_smtplib", str(LETTERS), *connections)),
        RIVAL: Contender(site, RIVAL_LETTERS_FAR, RIVAL_COMMAND, "--tasks"),
    }
    rates = compete(contenders, Server(certificates.server, DELAY_MS), rounds=ROUNDS)
    where = f"TLS, {DELAY_MS} ms a reply, {CONNECTIONS_FAR} connections"
    return [
        _compared(3, "smtplib", where, rates, at_least=0.9),
        _compared(5, RIVAL, where, rates, at_least=2),
    ]


def _compared(benchmark: int, other: str, where: str, rates: dict[str, list[float]], *, at_least: float) -> Figure:
    name = f"worker / {other}, {where}"
    return Figure(benchmark, name, ratio(rates, "worker", other), detail(rates, "worker", other), at_least=at_least)
