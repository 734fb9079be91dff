"""Benchmarks 2, 3 and 5: one worker against what could be done without an outbox, and against other queues."""

from pathlib import Path

from bench.drain import Contender, Server, compete, detail, ratio
from bench.figure import Figure
from bench.peers import OURS, POST_OFFICE, Peer, others
from bench.site import Site
from tests.servers.certificates import issue_certificates

LETTERS = 800
LETTERS_OF_PEERS = 200
LETTERS_FAR = {1: 60, 16: 800}
LETTERS_FAR_OF_PEERS = {1: 15, 16: 60}
LETTERS_FAR_OF_POST_OFFICE = {1: 40, 16: 400}  # it keeps connections open
ROUNDS = 3
DELAY_MS = 20


def near(site: Site) -> list[Figure]:
    """A server on loopback that answers at once: what counts is the work done for a letter."""
    contenders = {
        OURS.name: _contender(site, OURS, LETTERS),
        "plain loop": Contender(site, LETTERS, ("plain_loop", str(LETTERS))),
    }
    contenders |= {peer.name: _contender(site, peer, LETTERS_OF_PEERS) for peer in others()}
    rates = compete(contenders, Server(), rounds=ROUNDS)
    peers = [_compared(5, peer.name, "loopback", rates, at_least=1) for peer in others()]
    return [_compared(2, "plain loop", "loopback", rates, at_least=0.8), *peers]


def far(site: Site, folder: Path) -> list[Figure]:
    """A server that wants TLS and a login and takes its time: what counts is to use all connections."""
    certificates = issue_certificates(folder)
    site = site.having(**certificates.environment)
    server = Server(certificates.server, DELAY_MS)
    return [figure for connections in LETTERS_FAR for figure in _far(site, server, connections)]


def _far(site: Site, server: Server, connections: int) -> list[Figure]:
    site = site.having(BENCH_CONNECTIONS=str(connections))
    letters = LETTERS_FAR[connections]
    ours = Contender(
        site, letters, (*OURS.worker(connections), "--unconfirmed", str(connections)), ("ask", OURS.module)
    )
    bare = Contender(site, letters, ("bare_smtplib", str(letters), "--connections", str(connections)))
    contenders = {OURS.name: ours, "smtplib": bare}
    for peer in others():
        few = LETTERS_FAR_OF_POST_OFFICE if peer is POST_OFFICE else LETTERS_FAR_OF_PEERS
        contenders[peer.name] = _contender(site, peer, few[connections], connections)
    rates = compete(contenders, server, rounds=ROUNDS)
    where = f"TLS, {DELAY_MS} ms a reply, connections: {connections}"
    peers = [_compared(5, peer.name, where, rates, at_least=1) for peer in others()]
    return [_compared(3, "smtplib", where, rates, at_least=0.9), *peers]


def _contender(site: Site, peer: Peer, letters: int, connections: int = 4) -> Contender:
    return Contender(site, letters, peer.worker(connections), ("ask", peer.module))


def _compared(benchmark: int, other: str, where: str, rates: dict[str, list[float]], *, at_least: float) -> Figure:
    name = f"worker / {other}, {where}"
    return Figure(benchmark, name, ratio(rates, "worker", other), detail(rates, "worker", other), at_least=at_least)
