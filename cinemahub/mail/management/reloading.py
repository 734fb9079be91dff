"""A command that starts anew when code changes, as runserver does; what it is doing is finished first."""

import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

LOOK_EVERY_SECONDS = 1

type Code = dict[Path, int]


def run_reloading(command: list[str], folder: Path) -> int:
    """Run a command until it is asked to end, and again after each change of the code below a folder.

    One that ends unasked, such as for a line that cannot be read, is started again after the next change.
    """
    ending = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    code, process = code_of(folder), subprocess.Popen(command)
    while not ending.wait(LOOK_EVERY_SECONDS):
        if (now := code_of(folder)) != code:
            sys.stderr.write("Code has changed, restarting.\n")
            code = now
            stop(process)
            process = subprocess.Popen(command)
    return stop(process)


def stop(process: "subprocess.Popen[bytes]") -> int:
    """Let it finish what it is doing; return its exit code, 0 if it had only just begun."""
    process.terminate()
    return max(process.wait(), 0)


def code_of(folder: Path) -> Code:
    """Return when each file of each package was changed."""
    found: Code = {}
    for package in folder.glob("*/__init__.py"):
        for path in package.parent.rglob("*.py"):
            try:
                found[path] = path.stat().st_mtime_ns
            except FileNotFoundError:  # an editor replaces it at this moment
                continue
    return found
