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
    env_file = f"export PORT='{port}' # site\r\nINBOX_SMTP_PORT={inbox_port}\n"
    with making_run(tmp_path, env_file=env_file) as make:
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


@pytest.mark.parametrize(
    ("variable", "env_file"),
    [
        ("PORT", ""),
        ("INBOX_SMTP_PORT", ""),
        ("PORT", "PORT={taken} # site\n"),
        ("PORT", 'export PORT="{taken}"\r\n'),
        ("INBOX_SMTP_PORT", " INBOX_SMTP_PORT = '{taken}'\n"),
    ],
)
def test_make_run_says_which_port_is_taken(tmp_path: Path, variable: str, env_file: str) -> None:
    """Be it given to make, or in .env as people write it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        ports = {"PORT": free_port(), "INBOX_SMTP_PORT": free_port()} | {variable: taken}
        given = {name: port for name, port in ports.items() if name != variable or not env_file}
        with making_run(tmp_path, env_file=env_file.format(taken=taken), **given) as make:
            assert make.wait(STOP_SECONDS) != 0
    said, stopped = (tmp_path / "log").read_text().splitlines()
    assert said == f"CommandError: Port {taken} is taken. Choose another: make run {variable}={taken + 1}"
    assert stopped.startswith("make: ***")


@contextmanager
def making_run(folder: Path, *, env_file: str, **ports: int) -> Iterator[psutil.Popen]:
    """`make run` with the Python of the tests and a database in `folder`; in the end nothing of it is left."""
    (env := folder / "env").write_bytes(env_file.encode())
    variables = {"DATABASE_URL": f"sqlite:///{folder / 'run.sqlite3'}", "ENV_FILE": str(env)}
    installed = ["--old-file", ".venv/installed", f"BIN={Path(sys.executable).parent}"]
    with (folder / "log").open("w") as log:
        make = psutil.Popen(
            ["make", *installed, "run", *(f"{name}={port}" for name, port in ports.items())],
            cwd=ROOT,
            env=environment("settings.dev", **variables),
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
