"""Benchmarks 11 and 12: a lone email after a time of silence, at a server that wants TLS and a login."""

from pathlib import Path
from statistics import median
from time import sleep

from bench.figure import Figure
from bench.peers import OURS
from bench.site import LOGIN, Site
from tests.servers.certificates import issue_certificates
from tests.servers.sink_process import SinkProcess

SHORT = {5: 3, 30: 2}  # seconds of silence, times
LONG = {300: 1}
DELAY_MS = 20
MS = 1000


def gaps(benchmark: int, site: Site, folder: Path, silences: dict[int, int]) -> list[Figure]:
    """Compare each with the first email, which pays for the handshake."""
    certificates = issue_certificates(folder)
    log = folder / f"sink-gaps-{benchmark}"
    with SinkProcess(log, certificate=certificates.server, login=LOGIN, delay_ms=DELAY_MS) as sink:
        site = site.having(**certificates.environment).sending_to(sink, tls=True)
        with site.running(*OURS.worker(4)):
            waits = [_wait(site, sink, 1)]
            first = waits[0]
            figures = []
            for seconds, times in silences.items():
                after = []
                for _ in range(times):
                    sleep(seconds)
                    after.append(_wait(site, sink, 1 + len(waits)))
                    waits.append(after[-1])
                detail = f"{median(after):.0f} ms, the first {first:.0f} ms"
                name = f"lone email after {seconds} s of silence / first, TLS, {DELAY_MS} ms a reply"
                figures.append(Figure(benchmark, name, median(after) / first, detail, at_most=0.8))
    return figures


def _wait(site: Site, sink: SinkProcess, count: int) -> float:
    asked_at = float(site.must("ask", OURS.module, "1").split()[1])
    return (sink.wait_for(count, 60)[-1].received_at - asked_at) * MS
