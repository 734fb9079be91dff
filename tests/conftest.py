import signal
from collections.abc import Iterator

import pytest

from tests.servers.postgres import Postgres, private_postgres

# A suite started in the background of a script ignores Ctrl-C, and so would the processes it interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A cluster that all tests share: each makes a database of its own."""
    with private_postgres() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed, or may not run here")
        yield cluster
