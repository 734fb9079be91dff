"""python -m bench.growth 1000000: the figures of docs/scaling.md that are not ratios."""

import sys
import tempfile
from pathlib import Path
from time import sleep

import psutil

from bench.site import Site
from bench.sites import sites
from tests.servers.sink_process import SinkProcess

IDLE_SECONDS = 20
SETTLE_SECONDS = 3


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cinemahub-growth-") as name, sites(Path(name)) as new_site:
        site = new_site("growth")
        _measure(site)
        if not site.is_on_sqlite:
            site = site.having(DATABASE_URL=f"sqlite:///{name}/growth.sqlite3")
            site.must("migrate", "--verbosity", "0")
            _measure(site)


def _measure(site: Site) -> None:
    site.must("fill", "--finished", sys.argv[1])
    sys.stdout.write(f"{'SQLite' if site.is_on_sqlite else 'PostgreSQL'}\n{site.must('growth')}{_idle(site)}\n")
    sys.stdout.flush()


def _idle(site: Site) -> str:
    """What a worker without letters uses."""
    with SinkProcess(site.folder / "sink") as sink, site.sending_to(sink).running("mail_worker") as pid:
        worker = psutil.Process(pid)
        sleep(SETTLE_SECONDS)
        before = sum(worker.cpu_times()[:2])
        sleep(IDLE_SECONDS)
        share = (sum(worker.cpu_times()[:2]) - before) / IDLE_SECONDS
        return f"idle worker: {share:.1%} of a core, {worker.memory_info().rss / 1e6:.0f} MB\n"


if __name__ == "__main__":
    main()
