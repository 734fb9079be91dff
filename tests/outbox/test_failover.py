"""Past one machine: the database's primary is lost in mid-drain, and its replica takes over."""

from pathlib import Path

import pytest

from tests.outbox.failover import WORKERS, fail_over
from tests.servers import hosts
from tests.servers.postgres import find_binaries

pytestmark = pytest.mark.skipif(
    bool(hosts.missing()) or find_binaries() is None, reason=f"no hosts of the tests' own: {hosts.missing()}"
)


def test_workers_of_three_hosts_go_on_with_the_replica_and_lose_nothing(tmp_path: Path) -> None:
    """What the server has taken and no replica has heard of yet is repeated: at most one email a worker."""
    found = fail_over(tmp_path, letters=300, synchronous=True)
    assert found.lost == 0
    assert found.repeated <= len(WORKERS)
