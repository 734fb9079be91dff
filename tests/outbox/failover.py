"""Hosts with workers, the site and the mail server on a network; the database's primary is lost in mid-drain."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.outbox.site import Site
from tests.outbox.worker import Worker
from tests.servers.hosts import Host, hosts
from tests.servers.postgres_pair import Member, postgres_pair
from tests.servers.sink_process import SinkProcess
from tests.site.processes import start_manage, wait_until

WORKERS = ("worker1", "worker2", "worker3")
REPLY_MS = 10
MAX_SECONDS = 120
MOST_LATER = 3000  # who ask on
PATIENT = {"MAIL_LEASE_SECONDS": "60", "MAIL_TRY_SECONDS": "10"}
# The first people have asked before anything happens; the others go on asking, whatever happens.
ASK = """
import time
from django.db import DatabaseError, InterfaceError, connection
from cinemahub.mail import outbox
from users.letters import password_reset
for number in range({first}, {end}):
    try:
        outbox.enqueue(password_reset, to=f"person{{number}}@example.com", language="en")
        print("asked", number, flush=True)
    except (DatabaseError, InterfaceError):
        print("refused", number, flush=True)
        connection.close()
    time.sleep(0.05)
"""
FIRST = """
from django.core.management import call_command
from cinemahub.mail import outbox
from users.letters import password_reset
from users.models import User
call_command("migrate", verbosity=0)
addresses = [f"person{{number}}@example.com" for number in range(1, {end})]
User.objects.bulk_create(User(email=address, password="!") for address in addresses)
for address in addresses[:{letters}]:
    outbox.enqueue(password_reset, to=address, language="en")
"""


@dataclass(frozen=True)
class Failover:
    """What it cost; seconds are counted from the loss of the primary."""

    letters: int  # that somebody was told of
    lost: int
    repeated: int
    refused: int  # requests while there was no primary
    promoted: float
    first: float  # letter after it
    all: float

    def __str__(self) -> str:
        times = (
            f"promoted after {self.promoted:.1f} s, first email after {self.first:.1f} s, all after {self.all:.1f} s"
        )
        return f"{self.letters} emails, {self.lost} lost, {self.repeated} repeated, {self.refused} refused; {times}"


@dataclass
class House:
    hosts: dict[str, Host]
    primary: Member
    replica: Member
    sink: SinkProcess
    site: Site
    workers: list[Worker]

    def let_lag(self, seconds: float) -> None:
        if seconds:
            self.hosts["replica"].pull_the_plug()
            time.sleep(seconds)

    def lose_primary(self, *, silent: bool) -> None:
        if silent:
            self.hosts["primary"].pull_the_plug()
        self.primary.kill()
        self.hosts["replica"].plug_in()

    def sent_since(self, moment: float) -> int:
        return sum(letter.received_at > moment for letter in self.sink.letters)

    def is_done(self) -> bool:
        return self.replica.database.rows("SELECT id FROM mail_outboxletter WHERE state <> 'sent'") == []


def fail_over(
    folder: Path, *, letters: int, synchronous: bool, silent: bool = False, lag_seconds: float = 0
) -> Failover:
    """Lose the primary when a third of the letters is sent.

    silent: its host says nothing any more, instead of refusing connections
    lag_seconds: for how long the replica has heard nothing by then
    """
    with _house(folder, letters, synchronous=synchronous) as house, _asking(house, letters + 1) as visitors:
        house.sink.wait_for(letters // 3, MAX_SECONDS)
        house.let_lag(lag_seconds)
        lost_at = time.time()
        house.lose_primary(silent=silent)
        house.replica.promote()
        promoted_at = time.time()
        wait_until(lambda: house.sent_since(promoted_at) > letters // 10, MAX_SECONDS)
        visitors.terminate()
        told = visitors.communicate()[0].split("\n")
        wait_until(house.is_done, MAX_SECONDS)
        assert [worker.stop() for worker in house.workers] == [0] * len(WORKERS)
        arrived = house.sink.letters
    asked = [line.removeprefix("asked ") for line in told if line.startswith("asked ")]
    expected = {f"person{number}@example.com" for number in (*range(1, letters + 1), *asked)}
    after = [letter.received_at for letter in arrived if letter.received_at > promoted_at]
    return Failover(
        letters=len(expected),
        lost=len(expected - {letter.recipient for letter in arrived}),
        repeated=len(arrived) - len({letter.message_id for letter in arrived}),
        refused=sum(line.startswith("refused ") for line in told),
        promoted=promoted_at - lost_at,
        first=min(after) - lost_at,
        all=max(after) - lost_at,
    )


@contextmanager
def _house(folder: Path, letters: int, *, synchronous: bool) -> Iterator[House]:
    with (
        hosts("primary", "replica", "web", "mail", *WORKERS) as all_hosts,
        postgres_pair(all_hosts["primary"], all_hosts["replica"], synchronous=synchronous) as (primary, replica),
        SinkProcess(folder / "sink", delay_ms=REPLY_MS, host=all_hosts["mail"]) as sink,
        ExitStack() as running,
    ):
        site = Site.on(primary.database, folder)
        site.shell(FIRST.format(letters=letters, end=letters + MOST_LATER))
        site = site.having(DATABASE_URL=several(primary, replica))
        workers = [
            running.enter_context(site.worker(site.smtp(sink), inside=all_hosts[name].inside, **PATIENT))
            for name in WORKERS
        ]
        yield House(all_hosts, primary, replica, sink, site, workers)


@contextmanager
def _asking(house: House, first: int) -> Iterator["subprocess.Popen[str]"]:
    """People who ask on at the site's host."""
    command = ("shell", "--verbosity", "0", "--command", ASK.format(first=first, end=first + MOST_LATER - 1))
    process = start_manage(
        *command, settings=house.site.settings, inside=house.hosts["web"].inside, **house.site.variables
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def several(primary: Member, replica: Member) -> str:
    """Return DATABASE_URL as docs/scaling.md has it."""
    return f"postgres://postgres@{primary.host}:{primary.port},{replica.host}:{replica.port}/postgres"
