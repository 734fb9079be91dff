"""A private greylisting service of the tests, for the machine that has Postgrey (Debian: postgrey)."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers.ports import free_port

START_SECONDS = STOP_SECONDS = 30


@contextmanager
def private_postgrey(*, delay_seconds: int) -> Iterator[str]:
    """Put off what comes from an unknown sender to an unknown recipient; gives what Postfix is to check."""
    with tempfile.TemporaryDirectory(prefix="postgrey-") as folder:
        shutil.chown(folder, "postgrey", "postgrey")
        port = free_port()
        options = [f"--inet=127.0.0.1:{port}", f"--dbdir={folder}", f"--delay={delay_seconds}"]
        command = ["postgrey", *options, "--auto-whitelist-clients=0"]
        with (
            (Path(folder) / "output").open("w") as output,
            subprocess.Popen(command, stdout=output, stderr=output) as process,
        ):
            try:
                _wait_until_open(port, process)
                yield f"check_policy_service inet:127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(STOP_SECONDS)


def can_run_postgrey() -> bool:
    return os.geteuid() == 0 and shutil.which("postgrey") is not None


def _wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("Postgrey did not start")
