"""A machine of the tests' own: this one's Debian with an empty disk over it, its own network, and a systemd that runs.

Whatever is written there, /etc and /var included, lies in memory and is gone afterwards. It needs root, Linux and
Debian's systemd-container; `python3` there is the one that runs the tests.
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.site.processes import wait_until

NEEDED = ("systemd-nspawn", "unshare", "nsenter")
PATH = "/opt/stand-ins:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
STAND_INS = Path(__file__).parent / "stand_ins"
MAX_COMMAND_SECONDS = 180
STOP_SECONDS = 15

# Services of this machine that are none of ours stay off, as on a bare Debian.
_BOOT = """
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/merged"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/merged"
rm -f "$1"/merged/etc/systemd/system/*.wants/*
exec systemd-nspawn --quiet --directory "$1/merged" --private-network --register=no --keep-unit --link-journal=no \
    --bind-ro="$2:/opt/python" --bind-ro="$3:/opt/site-packages" --bind-ro="$4:/opt/stand-ins" \
    --machine=cinemahub-tests --boot systemd.unit=basic.target
"""


@dataclass(frozen=True)
class Machine:
    init: int
    folder: Path

    @property
    def root(self) -> Path:
        """Its disk, as seen from here."""
        return Path(f"/proc/{self.init}/root")

    def run(self, script: str) -> str:
        """Run a script as root there and return what it printed; AssertionError if one of its commands fails."""
        done = self.try_to(script)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def try_to(self, script: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._enter("--all"), "bash", "-euo", "pipefail", "-c", script],
            env={"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=MAX_COMMAND_SECONDS,
        )

    def on_its_network(self, *command: str) -> list[str]:
        """Return a command of this machine, to be run with the other's network."""
        return [*self._enter("--net"), *command]

    def _enter(self, namespaces: str) -> list[str]:
        return ["nsenter", "--target", str(self.init), namespaces, "--"]


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Boot it, and turn it off afterwards."""
    disk = folder / "disk"
    disk.mkdir()
    log = folder / "boot.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                "unshare",
                "--mount",
                "bash",
                "-euc",
                _BOOT,
                "boot",
                str(disk),
                sys.base_prefix,
                _packages(),
                str(STAND_INS),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: _has_booted(process))
        assert process.poll() is None, log.read_text()
        booted = Machine(_children(process.pid)[0], folder)
        booted.run("echo /opt/python/lib > /etc/ld.so.conf.d/python.conf; ldconfig")  # a shared libpython moves, too
        yield booted
    finally:
        _turn_off(process)


def missing() -> str:
    """Name what keeps such a machine from running here."""
    if os.geteuid() != 0 or sys.platform != "linux":
        return "this needs root on Linux"
    return ", ".join(program for program in NEEDED if not shutil.which(program))


def _packages() -> str:
    return str(Path(sysconfig.get_path("purelib")).resolve())


def _has_booted(process: "subprocess.Popen[bytes]") -> bool:
    if process.poll() is not None:
        return True
    children = _children(process.pid)
    if not children:
        return False
    asked = ["nsenter", "--target", str(children[0]), "--all", "--", "systemctl", "is-active", "basic.target"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() == "active"


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _turn_off(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
