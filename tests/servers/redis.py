"""A Redis of the tests' own, in memory alone."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.servers.ports import free_port, listens
from tests.site.processes import wait_until

STOP_SECONDS = 10


@contextmanager
def redis() -> Iterator[int]:
    """Run one, and give its port."""
    program = shutil.which("redis-server") or pytest.skip("Redis is not installed (Debian: redis-server)")
    port = free_port()
    quiet = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    process = subprocess.Popen([program, "--port", str(port), *quiet], stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(port))
        yield port
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
