"""A Redis of the tests' own, in memory alone."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.servers.base import wait_until_open
from tests.servers.ports import free_port

STOP_SECONDS = 10


@contextmanager
def redis() -> Iterator[int]:
    """Run one, and give its port."""
    program = shutil.which("redis-server") or pytest.skip("Redis is not installed (Debian: redis-server)")
    port = free_port()
    quiet = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    process = subprocess.Popen([program, "--port", str(port), *quiet], stdout=subprocess.DEVNULL)
    try:
        assert wait_until_open(port, lambda: process.poll() is None)
        yield port
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
