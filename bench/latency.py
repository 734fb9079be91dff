"""Benchmark 10: how long after the commit an email is at the server, when the outbox is idle."""

from pathlib import Path
from statistics import median, quantiles

from bench.figure import Figure
from bench.peers import OURS, Peer, others
from bench.site import Site
from tests.servers.sink_process import SinkProcess

LETTERS = 40
PAUSE_SECONDS = ("0.1", "0.5")
MS = 1000


def latency(site: Site, folder: Path) -> list[Figure]:
    lite = site.having(DATABASE_URL=f"sqlite:///{folder}/latency.sqlite3")
    lite.must("migrate", "--verbosity", "0")
    on_sqlite = _waits(lite, OURS)
    if site.is_on_sqlite:
        return [_figure("ms from the commit to the server, SQLite", on_sqlite, at_most=60)]
    ours = _waits(site, OURS)
    figures = [
        _figure("ms from the commit to the server, PostgreSQL", ours, at_most=25),
        _figure("ms from the commit to the server, SQLite", on_sqlite, at_most=60),
    ]
    for peer in others():
        if peer.is_told:
            theirs = _waits(site, peer)
            name = f"from the commit to the server, worker / {peer.name}"
            figures.append(Figure(10, name, median(ours) / median(theirs), _detail(theirs), at_most=1))
    return figures


def _waits(site: Site, peer: Peer) -> list[float]:
    """Milliseconds of each email; the first, for which everything is loaded, is left out."""
    with SinkProcess(site.folder / f"sink-latency-{peer.module}-{site.is_on_sqlite}") as sink:
        site = site.sending_to(sink)
        with site.running(*peer.worker(4)):
            site.must("ask", peer.module, "1")
            sink.wait_for(1, 60)
            lines = site.must("ask", peer.module, str(LETTERS), "--pause", *PAUSE_SECONDS).splitlines()
            received = {letter.recipient: letter.received_at for letter in sink.wait_for(1 + LETTERS, 60)}
    asked = dict(line.split() for line in lines)
    return [(received[address] - float(at)) * MS for address, at in asked.items()]


def _figure(name: str, waits: list[float], *, at_most: float) -> Figure:
    return Figure(10, name, median(waits), _detail(waits), at_most=at_most)


def _detail(waits: list[float]) -> str:
    return f"median {median(waits):.0f} ms, 95th percentile {quantiles(waits, n=20)[-1]:.0f} ms"
