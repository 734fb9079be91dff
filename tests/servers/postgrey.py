"""A private greylisting service of the tests, for the machine that has Postgrey (Debian: postgrey)."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.base import wait_until_open
from tests.servers.ports import free_port

STOP_SECONDS = 30


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
                if not wait_until_open(port, lambda: process.poll() is None):
                    raise TimeoutError("Postgrey did not start")
                yield f"check_policy_service inet:127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(STOP_SECONDS)


def can_run_postgrey() -> bool:
    return os.geteuid() == 0 and shutil.which("postgrey") is not None
