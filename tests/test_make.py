"""`make` as somebody meets it who has just cloned the project."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from tests.servers.ports import free_port, listens
from tests.site.environment import ROOT, environment
from tests.site.processes import STOP_SECONDS, wait_until


def test_make_run_starts_everything_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    port, inbox_port = free_port(), free_port()
    with making_run(tmp_path, port, inbox_port) as make:
        wait_until(lambda: listens(port) and json.loads(page(port, "/health/mail/"))["status"] == "ok")
        wait_until(lambda: listens(inbox_port))
        assert "Inbox (development)" in page(port, "/inbox/")
        started = make.children(recursive=True)
        os.killpg(make.pid, signal.SIGINT)  # as a terminal does; honcho has its processes in groups of their own
        _, left = psutil.wait_procs([make, *started], timeout=STOP_SECONDS)
        assert left == []
    said = (tmp_path / "log").read_text()
    assert f"http://127.0.0.1:{port}/\n" in said
    assert f"http://127.0.0.1:{port}/inbox/\n" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("variable", ["PORT", "INBOX_SMTP_PORT"])
def test_make_run_says_which_port_is_taken(tmp_path: Path, variable: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        ports = {"PORT": free_port(), "INBOX_SMTP_PORT": free_port()} | {variable: taken}
        with making_run(tmp_path, ports["PORT"], ports["INBOX_SMTP_PORT"]) as make:
            assert make.wait(STOP_SECONDS) != 0
    said, stopped = (tmp_path / "log").read_text().splitlines()
    assert said == f"CommandError: Port {taken} is taken. Choose another: make run {variable}={taken + 1}"
    assert stopped.startswith("make: ***")


def test_make_install_says_that_python_is_too_old(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "dev.txt").touch()
    (old := tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    command = ["make", "--file", str(ROOT / "Makefile"), "install", f"PYTHON={old}"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment("settings.dev"), capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    said, stopped = done.stderr.splitlines()
    assert said == "Cinemahub needs Python 3.12 or newer: make PYTHON=/path/to/python3.13"
    assert stopped.startswith("make: ***")


@contextmanager
def making_run(folder: Path, port: int, inbox_port: int) -> Iterator[psutil.Popen]:
    """`make run` with the Python of the tests and a database in `folder`; in the end nothing of it is left."""
    installed = ["--old-file", ".venv/installed", f"BIN={Path(sys.executable).parent}"]
    with (folder / "log").open("w") as log:
        make = psutil.Popen(
            ["make", *installed, "run", f"PORT={port}", f"INBOX_SMTP_PORT={inbox_port}"],
            cwd=ROOT,
            env=environment("settings.dev", DATABASE_URL=f"sqlite:///{folder / 'run.sqlite3'}"),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield make
    finally:
        if make.is_running():
            for process in [*make.children(recursive=True), make]:
                process.kill()
        make.wait()


def page(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=STOP_SECONDS)
    connection.request("GET", path)
    return connection.getresponse().read().decode()
