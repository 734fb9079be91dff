"""Python in the project's folder, in processes that end by themselves or stay until the test is over."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import listens
from tests.site import warm
from tests.site.environment import ROOT, environment

MAX_SECONDS = 300
START_SECONDS = STOP_SECONDS = 60
POLL_SECONDS = 0.05


def python(*arguments: str, settings: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python and wait for its end."""
    if warm.can_run(whole := environment(settings, **variables)):
        return warm.run(list(arguments), whole, MAX_SECONDS)
    return cold_python(*arguments, settings=settings, **variables)


def cold_python(*arguments: str, settings: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python that has loaded nothing yet."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(settings, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=MAX_SECONDS,
    )


def manage(*arguments: str, settings: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return python("manage.py", *arguments, settings=settings, **variables)


def start_manage(
    *arguments: str, settings: str, inside: Sequence[str] = (), **variables: str
) -> "subprocess.Popen[str]":
    """Start manage.py and leave it running; whoever starts it reads what it says, and ends it."""
    return subprocess.Popen(
        [*inside, sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(settings, **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(*arguments: str, log: Path, port: int | None, settings: str, **variables: str) -> Iterator[int]:
    """Run Python, from when it listens on `port` (at once, if that is None) until the end; gives its process id."""
    with log.open("a") as output:
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
        yield process.pid
    finally:
        _end(process)


def wait_until(happened: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """TimeoutError if it does not come to that."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(POLL_SECONDS)


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    wait_until(lambda: listens(port) or process.poll() is not None)
    if process.poll() is not None:
        raise RuntimeError(f"{process.args!r} has ended:\n{log.read_text()}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end; what is left of it and its children after a while is killed."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
