from collections.abc import Iterator

import pytest

from tests.deploy.deployed import Deployed, deployed
from tests.deploy.machine import missing


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Cinemahub as docs/deploy.md deploys it. Whichever release runs, it runs as well as the first."""
    if wanted := missing():
        pytest.skip(f"no machine of the tests' own: {wanted}")
    with deployed(tmp_path_factory.mktemp("machine")) as site:
        yield site
