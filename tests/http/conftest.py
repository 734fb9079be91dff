from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.http.wire import Wire
from tests.processes import STAGING, manage
from tests.services import free_port, running

SETTINGS = "tests.http.strict_settings"
# Somebody is to hear of errors, but no mail server answers.
BROKEN_MAIL = {"ADMINS": "admin@cinemahub.example", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "9"}
HOST = str(urlsplit(STAGING["SITE_URL"]).hostname)

type Serve = Callable[..., AbstractContextManager[Wire]]


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    must("collectstatic", "--noinput", **STAGING, STATIC_ROOT=str(folder))
    return folder


@pytest.fixture(scope="session")
def serve(static_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Start the strict site under gunicorn; unless told otherwise behind a proxy, which speaks https."""

    @contextmanager
    def serving(database_url: str, **variables: str) -> Iterator[Wire]:
        port, log = free_port(), tmp_path_factory.mktemp("site") / "log"
        whole = STAGING | BROKEN_MAIL | {"BEHIND_PROXY": "true"} | variables
        whole |= {"DATABASE_URL": database_url, "STATIC_ROOT": str(static_root)}
        must("migrate", "--verbosity", "0", **whole)
        command = [
            "-m",
            "gunicorn",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "2",
            "--threads",
            "4",
            "cinemahub.wsgi",
        ]
        with running(*command, log=log, port=port, settings=SETTINGS, **whole):
            yield Wire(port, {"Host": HOST, "X-Forwarded-Proto": "https"})

    return serving


@pytest.fixture(scope="session")
def site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """The strict site with a database of its own, for tests that leave nothing behind in it."""
    with serve(f"sqlite:///{tmp_path_factory.mktemp('site') / 'site.sqlite3'}") as wire:
        yield wire


def must(*arguments: str, **variables: str) -> None:
    done = manage(*arguments, settings=SETTINGS, **variables)
    assert done.returncode == 0, done.stderr
