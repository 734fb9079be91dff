"""python -m bench.failover: what the loss of the database's primary costs, with and without a synchronous replica."""

import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.outbox.failover import fail_over

LETTERS = 1500
WAYS = {
    "synchronous, killed": partial(fail_over, synchronous=True),
    "synchronous, silent": partial(fail_over, synchronous=True, silent=True),
    "asynchronous, killed": partial(fail_over, synchronous=False),
    "asynchronous, replica a second behind": partial(fail_over, synchronous=False, lag_seconds=1),
}


def main() -> None:
    for name, lose in WAYS.items():
        with tempfile.TemporaryDirectory(prefix="cinemahub-failover-") as folder:
            sys.stdout.write(f"{name}: {lose(Path(folder), letters=LETTERS)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
