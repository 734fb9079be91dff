import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import contests
from bench.asking import asking
from bench.figure import Figure, table
from bench.flood import flood
from bench.gaps import LONG, SHORT, gaps
from bench.kills import kills
from bench.latency import latency
from bench.machine import described
from bench.million import million
from bench.paced import paced
from bench.pages import pages
from bench.queue import queue
from bench.site import Site
from bench.sites import broker, sites
from bench.telling import telling

NOT_UNLESS_ASKED_FOR = {12}  # as it is silent for five minutes


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures what the design promises.")
    parser.add_argument("numbers", type=int, nargs="*", help="1 to 14; all but 12 unless told otherwise")
    numbers = set(parser.parse_args().numbers or set(range(1, 15)) - NOT_UNLESS_ASKED_FOR)
    with _place() as (folder, new_site):
        sys.stdout.write(f"{described(new_site('machine'))}\n\n")
        figures: list[Figure] = []
        for wanted, measure in _benchmarks(new_site, folder).items():
            if numbers & set(wanted):
                figures += measure()
    sys.stdout.write(table(figures) + "\n")


@contextmanager
def _place() -> Iterator[tuple[Path, Callable[[str], Site]]]:
    with (
        tempfile.TemporaryDirectory(prefix="cinemahub-bench-") as folder,
        broker() as variables,
        sites(Path(folder)) as new_site,
    ):
        yield Path(folder), lambda name: new_site(name).having(**variables)


def _benchmarks(new_site: Callable[[str], Site], folder: Path) -> dict[tuple[int, ...], Callable[[], list[Figure]]]:
    """Return what measures them, by their numbers."""
    return {
        (1,): lambda: asking(new_site("asking")),
        (2, 5): lambda: contests.near(new_site("near")),
        (3, 5): lambda: contests.far(new_site("far"), folder),
        (4,): lambda: million(new_site("empty"), new_site("full")),
        (6,): lambda: telling(new_site("telling")),
        (7,): lambda: flood(new_site("flood")),
        (8,): lambda: paced(new_site),
        (9,): lambda: queue(new_site("queue")),
        (10,): lambda: latency(new_site("latency"), folder),
        (11,): lambda: gaps(11, new_site("gaps"), folder, SHORT),
        (12,): lambda: gaps(12, new_site("gap"), folder, LONG),
        (13,): lambda: kills(new_site("kills")),
        (14,): lambda: pages(new_site("pages")),
    }


if __name__ == "__main__":
    main()
