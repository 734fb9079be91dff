"""Commands in forks of a Python that is warm already: tests.site.warm_server."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ_AT_START = ("LANG", "LC_", "TZ", "PYTHON", "COVERAGE_PROCESS_START")
AT_START = {"LANG": "C.UTF-8", "TZ": "UTC"}


def can_run(variables: dict[str, str]) -> bool:
    """Whether a process started for itself would be no other: not if it finds what Python reads when it starts."""
    found = {name: value for name, value in variables.items() if name.startswith(READ_AT_START)}
    return sys.platform == "linux" and found == AT_START


def run(arguments: list[str], variables: dict[str, str], max_seconds: int) -> "subprocess.CompletedProcess[str]":
    with (
        tempfile.TemporaryFile("w+") as output,
        tempfile.TemporaryFile("w+") as errors,
        socket.socket(socket.AF_UNIX) as connection,
    ):
        connection.connect(_server())
        socket.send_fds(connection, [b"."], [output.fileno(), errors.fileno()])
        connection.sendall(json.dumps([arguments, variables, max_seconds]).encode())
        connection.shutdown(socket.SHUT_WR)
        code = connection.makefile().read()
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(arguments, int(code), output.read(), errors.read())


@cache
def _server() -> bytes:
    """Start it; it ends when the end of the pipe that this process holds is closed, however that happens."""
    variables = {**AT_START, "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "tests.site.warm_server"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    return bytes.fromhex(server.stdout.readline())
