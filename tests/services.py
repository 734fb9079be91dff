"""Processes that stay: started on a free port, waited for, ended with their children."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import ROOT, environment
from tests.servers.ports import listens

START_SECONDS = STOP_SECONDS = 60
POLL_SECONDS = 0.05


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(POLL_SECONDS)


@contextmanager
def running(*arguments: str, log: Path, port: int | None, settings: str, **variables: str) -> Iterator[None]:
    """Run Python with these arguments, from when it listens on `port` (at once, if that is None) until the end."""
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(settings, **variables),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        if port is not None:
            _wait_until_it_listens(process, port, log)
        yield
    finally:
        _end(process)


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    wait_until(lambda: listens(port) or process.poll() is not None)
    if process.poll() is not None:
        raise RuntimeError(f"{process.args!r} has ended:\n{log.read_text()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
