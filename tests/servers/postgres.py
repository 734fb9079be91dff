"""A private PostgreSQL of the tests, for the machine that has its binaries."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import free_port

DEBIAN_FOLDER = Path("/usr/lib/postgresql")
COMMAND_SECONDS = 60
UNPRIVILEGED_USER = "postgres"  # initdb and postgres refuse to run as root
QUICK_AND_FORGETFUL = ("fsync=off", "full_page_writes=off")
SETTINGS = ("max_connections=200",)


class Postgres:
    """A cluster in a folder of its own; after stop(), start() takes the same port and has the same data.

    inside: what stands before a command that is to run on another host of the tests
    """

    def __init__(
        self, binaries: Path, folder: Path, *settings: str, host: str = "127.0.0.1", inside: Sequence[str] = ()
    ) -> None:
        self.host = host
        self.port = free_port()
        self._inside = inside
        self._binaries = binaries
        self._settings = settings
        self._folder = folder
        self._data = folder / "data"
        self._log = folder / "log"

    @property
    def url(self) -> str:
        return f"postgres://{UNPRIVILEGED_USER}@{self.host}:{self.port}/postgres"

    def create(self) -> None:
        options = ["--username", UNPRIVILEGED_USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"]
        self._run("initdb", "--pgdata", str(self._data), "--no-sync", *options)

    def start(self) -> None:
        where = [f"listen_addresses={self.host}", f"port={self.port}", f"unix_socket_directories={self._folder}"]
        settings = [*SETTINGS, *self._settings, *where]
        options = " ".join(f"-c {each}" for each in settings)
        self._run("pg_ctl", "start", "--wait", "--pgdata", str(self._data), "--log", str(self._log), "-o", options)

    def stop(self) -> None:
        """Ends the connections of its clients, too."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--wait", "--pgdata", str(self._data), "--mode", "fast")

    def _run(self, program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", UNPRIVILEGED_USER, "--"] if os.geteuid() == 0 else []
        command = [*self._inside, *as_user, str(self._binaries / program), *arguments]
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
        )
        if done.returncode:
            log = self._log.read_text() if self._log.exists() else ""
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}{log}")


@contextmanager
def private_postgres(*settings: str) -> Iterator[Postgres | None]:
    """A running cluster, gone afterwards, quick unless it is told otherwise; None where PostgreSQL cannot run."""
    binaries = find_binaries()
    if binaries is None or not _may_run():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="cinemahub-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED_USER)
        cluster = Postgres(binaries, folder, *(settings or QUICK_AND_FORGETFUL))
        cluster.create()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl: what PATH says, else Debian's newest."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    found = [each.parent for each in DEBIAN_FOLDER.glob("*/bin/initdb")]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def _may_run() -> bool:
    if os.geteuid() != 0:
        return True
    known = {user.pw_name for user in pwd.getpwall()}
    return UNPRIVILEGED_USER in known and shutil.which("runuser") is not None
