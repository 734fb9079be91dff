from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from tests.servers.certificates import Certificates
from tests.servers.clients import LOGIN, USERS
from tests.servers.smtp import SmtpServer
from tests.site.database import Sqlite
from tests.site.environment import ROOT, SECRET_KEY, STAGING
from tests.site.processes import manage
from tests.transports.site import HTTPS_SITE, Site

COLLECTED = ROOT / "staticfiles" / "collected-by-tests"


@pytest.fixture
def yandex(certificates: Certificates) -> Iterator[SmtpServer]:
    with SmtpServer(tls="implicit", certificate=certificates.server, users=USERS) as server:
        yield server


@pytest.fixture(scope="session")
def collected_static(testrun_uid: str) -> None:
    """Collect the static files, as a deployment does: into the tree, so one process of the run does it for all."""
    with (ROOT / "manage.py").open() as any_file:
        flock(any_file, LOCK_EX)
        if not COLLECTED.exists() or COLLECTED.read_text() != testrun_uid:
            done = manage("collectstatic", "--noinput", settings="settings.staging", **STAGING)
            assert done.returncode == 0, done.stderr
            COLLECTED.write_text(testrun_uid)


@pytest.fixture
def mailbox(yandex: SmtpServer, certificates: Certificates) -> dict[str, str]:
    """What .env says of a mailbox that sends; dev needs the first two lines alone."""
    return certificates.environment | {
        "EMAIL_HOST_USER": LOGIN,
        "EMAIL_HOST_PASSWORD": USERS[LOGIN],
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": str(yandex.port),
    }


@pytest.fixture
def staging(
    collected_static: None, sqlite: Sqlite, mailbox: dict[str, str], tmp_path: Path, certificates: Certificates
) -> Site:
    variables = {"SECRET_KEY": SECRET_KEY, "SITE_URL": HTTPS_SITE, "DATABASE_URL": sqlite.url, **mailbox}
    return Site("settings.staging", tmp_path, variables, certificates=certificates)
