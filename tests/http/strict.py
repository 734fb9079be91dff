"""The strict site under gunicorn, as it runs behind a proxy that speaks https."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.http.wire import Wire
from tests.servers.ports import free_port
from tests.site.deployment import Deployment
from tests.site.environment import STAGING

SETTINGS = "tests.http.strict_settings"
HOST = str(urlsplit(STAGING["SITE_URL"]).hostname)
# Somebody is to hear of errors, but no mail server answers.
BROKEN_MAIL = {"ADMINS": "admin@cinemahub.example", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "9"}
VARIABLES = STAGING | BROKEN_MAIL | {"TRUSTED_PROXIES": "1", "STATIC_ROOT": "/nonexistent"}


def strictly(*arguments: str, **variables: str) -> str:
    """Run a command that has to succeed; return what it said."""
    return Deployment(SETTINGS, Path("/nonexistent"), VARIABLES).must(*arguments, **variables)


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[Wire]:
    """Serve from a database that has its tables; requests are as the proxy passes them on."""
    port = free_port()
    site = Deployment(SETTINGS, folder, VARIABLES | variables)
    with site.gunicorn(port):
        yield Wire(port, {"Host": HOST, "X-Forwarded-Proto": "https"})
