"""A primary of PostgreSQL with a streaming replica that can take its place, each on a host of its own."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers.hosts import NETWORK, Host
from tests.servers.postgres import QUICK_AND_FORGETFUL, UNPRIVILEGED_USER, Postgres, find_binaries
from tests.site.database import Postgresql

RETRY = "wal_retrieve_retry_interval=500"  # a replica that has lost its primary is promoted when it looks for it again
TRUST = f"host all,replication all {NETWORK}.0/24 trust\n"


class Member(Postgres):
    """One of the pair; `database` is reached by its socket, whatever becomes of its network."""

    def __init__(self, binaries: Path, folder: Path, host: Host) -> None:
        super().__init__(binaries, folder, *QUICK_AND_FORGETFUL, RETRY, host=host.address, inside=host.inside)

    @property
    def database(self) -> Postgresql:
        return Postgresql(f"postgres://{UNPRIVILEGED_USER}@/postgres?host={self._folder}&port={self.port}")

    def copy_from(self, primary: Postgres) -> None:
        """Become its replica."""
        source = ["--host", primary.host, "--port", str(primary.port), "--username", UNPRIVILEGED_USER]
        quickly = ["--checkpoint=fast", "--wal-method=fetch", "--no-sync"]
        self._run("pg_basebackup", *source, *quickly, "--pgdata", str(self._data), "--write-recovery-conf")

    def let_network_in(self) -> None:
        with (self._data / "pg_hba.conf").open("a") as rules:
            rules.write(TRUST)

    def kill(self) -> None:
        """End all its processes at once, as the loss of the machine does."""
        postmaster = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def promote(self) -> None:
        """Let it be written to; returns when it can."""
        self._run("pg_ctl", "promote", "--wait", "--pgdata", str(self._data))


@contextmanager
def postgres_pair(primary_host: Host, replica_host: Host, *, synchronous: bool) -> Iterator[tuple[Member, Member]]:
    """Run both; a synchronous primary has a commit wait for the replica's word."""
    binaries = find_binaries()
    assert binaries is not None
    folders = [Path(tempfile.mkdtemp(prefix="cinemahub-postgres-")) for _ in range(2)]
    primary, replica = (
        Member(binaries, folder, host) for folder, host in zip(folders, (primary_host, replica_host), strict=True)
    )
    try:
        for folder in folders:
            shutil.chown(folder, UNPRIVILEGED_USER)
        primary.create()
        primary.let_network_in()
        primary.start()
        replica.copy_from(primary)
        replica.start()
        if synchronous:  # known to this one alone: after a failover nobody waits for the dead
            primary.database.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            primary.database.execute("SELECT pg_reload_conf()")
        yield primary, replica
    finally:
        for member in (replica, primary):
            member.stop()
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
