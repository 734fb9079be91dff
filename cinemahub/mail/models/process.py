"""A process, named so that others on the same machine can tell that it has ended: no other evidence is as quick."""

import os
from pathlib import Path

PROC = Path("/proc")
ENDED = "ZX"  # a zombie, dead (proc_pid_stat(5))


def this_process() -> str:
    """Name boot, PID namespace, PID and start of this process; "" where the system does not tell."""
    try:
        return " ".join([*_machine(), str(os.getpid()), _start(os.getpid())])
    except OSError:
        return ""


def has_ended(process: str) -> bool:
    """Tell whether a process that `this_process` has named is known to have ended; False if it lived elsewhere."""
    try:
        boot, namespace, pid, start = process.split()
        if [boot, namespace] != _machine():
            return False
        os.kill(int(pid), 0)  # finds processes of other users as well, which /proc may hide
        return _start(int(pid)) != start
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False


def _machine() -> list[str]:
    boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
    return [boot, (PROC / "self/ns/pid").readlink().name]


def _start(pid: int) -> str:
    """When it started, in ticks since the boot; "" once it has ended and only its parent has not heard of it."""
    _pid_and_name, _, rest = (PROC / str(pid) / "stat").read_text().rpartition(") ")
    fields = rest.split()
    return "" if fields[0] in ENDED else fields[19]
