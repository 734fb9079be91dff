"""Benchmarks 2, 3 and 5: one worker against what could be done without an outbox, and with a task queue."""

from pathlib import Path

from bench.drain import Contender, Server, compete, detail, ratio
from bench.figure import Figure
from bench.site import Site
from tests.servers.certificates import issue_certificates

ROUNDS = 3
RIVAL = "django-tasks-db"
CONNECTIONS_FAR = 16
DELAY_MS = 20


def near(site: Site) -> list[Figure]:
    """A server on loopback that answers at once: what counts is the work done for a letter."""
    contenders = {
        "worker": Contender(site, 800, ("mail_worker",), "--letters"),
        "plain loop": Contender(site, 800, ("plain_loop", "800")),
        RIVAL: Contender(site, 200, ("db_worker", "--no-startup-delay"), "--tasks"),
    }
    rates = compete(contenders, Server(), rounds=ROUNDS)
    return [
        Figure(
            2,
            "worker / plain loop, loopback",
            ratio(rates, "worker", "plain loop"),
            detail(rates, "worker", "plain loop"),
            at_least=0.8,
        ),
        Figure(5, "worker / django-tasks-db, loopback", ratio(rates, "worker", RIVAL), detail(rates, "worker", RIVAL), at_least=2),
    ]


def far(site: Site, folder: Path) -> list[Figure]:
    """A server that wants TLS and a login and takes its time: what counts is to use all connections."""
    certificates = issue_certificates(folder)
    site = site.having(**certificates.environment)
    connections = ("--connections", str(CONNECTIONS_FAR))
    contenders = {
        "worker": Contender(site, 800, ("mail_worker", *connections), "--letters"),
        "smtplib": Contender(site, 800, ("bare_smtplib", "800", *connections)),
        RIVAL: Contender(site, 15, ("db_worker", "--no-startup-delay"), "--tasks"),
    }
    rates = compete(contenders, Server(certificates.server, DELAY_MS), rounds=ROUNDS)
    return [
        Figure(3, "worker / bare smtplib, TLS, 20 ms, 16 connections", ratio(rates, "worker", "smtplib"), detail(rates, "worker", "smtplib"), at_least=0.9),
        Figure(5, "worker / django-tasks-db, TLS, 20 ms", ratio(rates, "worker", RIVAL), detail(rates, "worker", RIVAL), at_least=2),
    ]
