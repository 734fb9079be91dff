import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.processes import PRODUCTION, SECRET_KEY, STAGING, manage
from tests.servers.certificates import Certificates, issue_certificates
from tests.servers.clients import LOGIN, USERS
from tests.servers.ports import free_port
from tests.servers.postgres import Postgres, private_postgres
from tests.servers.smtp import SmtpServer
from tests.transports.site import HTTPS_SITE, Site


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return issue_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def yandex(certificates: Certificates) -> Iterator[SmtpServer]:
    with SmtpServer(tls="implicit", certificate=certificates.server, users=USERS) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    done = manage("migrate", settings="settings.dev", DATABASE_URL=f"sqlite:///{database}")
    assert done.returncode == 0, done.stderr
    return database


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A database of the test's own."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'site.sqlite3')}"


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[Postgres]:
    with private_postgres() as cluster:
        if cluster is None:
            pytest.skip("settings.production needs PostgreSQL, which is not installed (Debian: postgresql)")
        done = manage("migrate", settings="settings.production", **PRODUCTION | {"DATABASE_URL": cluster.url})
        assert done.returncode == 0, done.stderr
        yield cluster


@pytest.fixture
def postgres_url(migrated_postgres: Postgres) -> str:
    """A database of the test's own."""
    name = f"site_{uuid4().hex}"
    elsewhere = migrated_postgres.url.removesuffix("postgres") + "template1"
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
    return migrated_postgres.url.removesuffix("postgres") + name


@pytest.fixture(scope="session")
def collected_static() -> None:
    """Collect the static files, as a deployment does; STATIC_ROOT is ignored by git."""
    done = manage("collectstatic", "--noinput", settings="settings.staging", **STAGING)
    assert done.returncode == 0, done.stderr


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
    collected_static: None, sqlite_url: str, mailbox: dict[str, str], tmp_path: Path, certificates: Certificates
) -> Site:
    variables = {"SECRET_KEY": SECRET_KEY, "SITE_URL": HTTPS_SITE, "DATABASE_URL": sqlite_url, **mailbox}
    return Site("settings.staging", variables, tmp_path, certificates, free_port())
