"""DATABASE_URL as libpq reads it, which may name several servers: a primary and those that may take its place."""

from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from environs import ValidationError

DEFAULT_PORT = 5432
SECONDS_TO_KEEP_CONNECTION = 60
WRITABLE = {"target_session_attrs": "read-write"}


def parse(url: str) -> dict[str, Any]:
    """Return an entry of DATABASES; of several servers the one is taken that may be written to."""
    try:
        whole = urlsplit(url)
        login, at, listed = whole.netloc.rpartition("@")
        servers = listed.split(",")
        if len(servers) == 1:
            return _parse(url)
        found = _parse(whole._replace(netloc=f"{login}{at}{servers[0]}").geturl())
        each = [urlsplit(f"//{server}") for server in servers]
        found["HOST"] = ",".join(server.hostname or "" for server in each)
        found["PORT"] = ",".join(str(server.port or DEFAULT_PORT) for server in each)
    except ValueError:
        raise ValidationError("Not a valid database URL.") from None
    return found | {"OPTIONS": WRITABLE | found.get("OPTIONS", {})}


def _parse(url: str) -> dict[str, Any]:
    return dict(dj_database_url.parse(url, conn_max_age=SECONDS_TO_KEEP_CONNECTION))
