"""Benchmark 13: kill -9 five times in the middle: what is lost or stuck, what comes twice, and who has to wait."""

import itertools
import os
import signal
from contextlib import suppress
from time import monotonic, sleep

from bench.figure import Figure
from bench.peers import OURS, Peer, others
from bench.site import Site
from tests.servers.sink_process import SinkProcess

LETTERS = 300
KILLS = 5
BEFORE_A_KILL = 40
DELAY_MS = 2
PATIENCE_SECONDS = 12  # without another email: the rest is lost, or stuck for longer than anybody looks on
LOOK_SECONDS = 0.05


def kills(site: Site) -> list[Figure]:
    figures = []
    for peer in (OURS, *others()):
        missing, repeated, waited = _killed(site, peer)
        detail = f"{missing} lost or stuck, {repeated} repeated in {KILLS} kills, longest wait {waited:.1f} s"
        targets = {"at_most": 0} if peer is OURS else {"at_least": 0}
        figures.append(Figure(13, f"kill -9, {peer.name}: lost or stuck", missing, detail, **targets))
        if peer is OURS:
            figures.append(Figure(13, f"kill -9, {peer.name}: repeated a kill", repeated / KILLS, detail, at_most=1))
            figures.append(Figure(13, f"kill -9, {peer.name}: longest wait, seconds", waited, detail, at_most=10))
    return figures


def _killed(site: Site, peer: Peer) -> tuple[int, int, float]:
    """Return how many never came, how many came twice, and the longest silence after the last worker's first email."""
    site.must("ask", peer.module, str(LETTERS))
    with SinkProcess(site.folder / f"sink-kills-{peer.module}", delay_ms=DELAY_MS) as sink:
        site = site.sending_to(sink)
        for _ in range(KILLS):
            with site.running(*peer.worker(4)) as process:
                sink.wait_for(sink.count + BEFORE_A_KILL, 60)
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)  # its children are in its session
        began = sink.count
        with site.running(*peer.worker(4)):
            sink.wait_for(began + 1, 60)
            _wait_until_all_or_none_comes(sink)
        letters = sink.letters
    moments = [letter.received_at for letter in letters[began:]]
    silences = [after - before for before, after in itertools.pairwise(moments)]
    distinct = len({letter.recipient for letter in letters})
    return LETTERS - distinct, len(letters) - distinct, max(silences, default=0)


def _wait_until_all_or_none_comes(sink: SinkProcess) -> None:
    seen, since = sink.count, monotonic()
    while len({letter.recipient for letter in sink.letters}) < LETTERS and monotonic() - since < PATIENCE_SECONDS:
        sleep(LOOK_SECONDS)
        if sink.count > seen:
            seen, since = sink.count, monotonic()
