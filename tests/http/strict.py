"""The strict site under gunicorn, as it runs behind a proxy that speaks https."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.http.wire import Wire
from tests.processes import STAGING, manage
from tests.servers.ports import free_port
from tests.services import running

SETTINGS = "tests.http.strict_settings"
HOST = str(urlsplit(STAGING["SITE_URL"]).hostname)
# Somebody is to hear of errors, but no mail server answers.
BROKEN_MAIL = {"ADMINS": "admin@cinemahub.example", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "9"}
VARIABLES = STAGING | BROKEN_MAIL | {"TRUSTED_PROXIES": "1", "STATIC_ROOT": "/nonexistent"}


def strictly(*arguments: str, **variables: str) -> str:
    """Run a command that has to succeed; return what it said."""
    done = manage(*arguments, settings=SETTINGS, **VARIABLES | variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[Wire]:
    """Serve from a database that is migrated first; requests are as the proxy passes them on."""
    port = free_port()
    strictly("migrate", "--verbosity", "0", **variables)
    gunicorn = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "cinemahub.wsgi"]
    with running(*gunicorn, log=folder / "log", port=port, settings=SETTINGS, **VARIABLES | variables):
        yield Wire(port, {"Host": HOST, "X-Forwarded-Proto": "https"})
