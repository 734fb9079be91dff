import argparse
import sys
import tempfile
from pathlib import Path

from bench import contests
from bench.asking import asking
from bench.figure import Figure, table
from bench.flood import flood
from bench.million import million
from bench.paced import paced
from bench.queue import queue
from bench.sites import sites
from bench.telling import telling


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures what the design promises.")
    parser.add_argument("numbers", type=int, nargs="*", help="1 to 9; all unless told otherwise")
    numbers = set(parser.parse_args().numbers or range(1, 10))
    with tempfile.TemporaryDirectory(prefix="cinemahub-bench-") as name, sites(Path(name)) as new_site:
        figures: list[Figure] = []
        if 1 in numbers:
            figures += asking(new_site("asking"))
        if numbers & {2, 5}:
            figures += contests.near(new_site("near"))
        if numbers & {3, 5}:
            figures += contests.far(new_site("far"), Path(name))
        if 4 in numbers:
            figures += million(new_site("empty"), new_site("full"))
        if 6 in numbers:
            figures += telling(new_site("telling"))
        if 7 in numbers:
            figures += flood(new_site("flood"))
        if 8 in numbers:
            figures += paced(new_site)
        if 9 in numbers:
            figures += queue(new_site("queue"))
    sys.stdout.write(table(figures) + "\n")


if __name__ == "__main__":
    main()
