import argparse
import sys
import tempfile
from pathlib import Path

from bench import contests
from bench.databases import databases
from bench.figure import table
from bench.site import Site


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures what the design promises.")
    parser.add_argument("numbers", type=int, nargs="*", choices=range(1, 6), help="1 to 5; all unless told otherwise")
    numbers = set(parser.parse_args().numbers or range(1, 6))
    with tempfile.TemporaryDirectory(prefix="cinemahub-bench-") as name, databases(Path(name)) as new_database:
        site = Site(Path(name), new_database("site"))
        site.run("manage.py", "migrate", "--verbosity", "0")
        figures = []
        if numbers & {2, 5}:
            figures += contests.near(site)
        if numbers & {3, 5}:
            figures += contests.far(site, Path(name))
    sys.stdout.write(table(figures) + "\n")


if __name__ == "__main__":
    main()
