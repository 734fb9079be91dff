from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outbox.site import Site
from tests.servers.sink_process import SinkProcess
from tests.site.database import Database


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    """Whatever happens to letters in a test, no link that was sent is to be found after it."""
    site = Site.on(database, tmp_path)
    yield site
    assert site.told_secrets() == []


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[SinkProcess]:
    with SinkProcess(tmp_path / "letters") as sink:
        yield sink
