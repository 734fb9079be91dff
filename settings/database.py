"""The database that DATABASE_URL names, and how the site shares its connections."""

from typing import Any

from cinemahub.mail.rules.problem import marked as _
from settings.environment import BASE_DIR, Environment

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"


def database(env: Environment) -> dict[str, Any]:
    """Return the entry of DATABASES; options in the query of the URL go to the driver, such as ?sslmode=require."""
    pool = env.int("DATABASE_POOL", default=0)
    no_cursors = env.bool("DISABLE_SERVER_SIDE_CURSORS", default=False)
    found: dict[str, Any] = env.database_url("DATABASE_URL") or {}
    if found.get("ENGINE") not in {SQLITE, POSTGRESQL}:
        if found:
            env.add_error("DATABASE_URL", _("Must start with postgres:// or sqlite:///."))
        return {}
    if found["ENGINE"] == SQLITE and not _settle_file(found):
        env.add_error("DATABASE_URL", _("Must have three slashes before the name of the file: sqlite:///."))
    found |= {"CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": bool(no_cursors)}
    options = found.get("OPTIONS", {})
    if found.get("ENGINE") == SQLITE:
        found["OPTIONS"] = _SQLITE_OPTIONS | options
        return found
    found["OPTIONS"] = _WAITS | options
    if pool:
        if pool < 0:
            env.add_error("DATABASE_POOL", _("Must be above 0."))
        found["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool}
        found["CONN_MAX_AGE"] = 0  # the pool keeps connections; Django refuses to have both
    return found


def direct_url(env: Environment) -> str:
    """Return the address at which workers listen for news, past a pooler that hands none on; "" for DATABASE_URL's."""
    url = env.str("DATABASE_DIRECT_URL", default="")
    if url and not url.startswith(("postgres://", "postgresql://")):
        env.add_error("DATABASE_DIRECT_URL", _("Must start with postgres://."))
    return url


def _settle_file(found: dict[str, Any]) -> bool:
    """Make the file's name independent of the folder somebody starts in; False if the URL names none."""
    if found["HOST"] or not found["NAME"]:
        return False
    if found["NAME"] != ":memory:":
        found["NAME"] = str(BASE_DIR / found["NAME"])
    return True


# Seconds, tcp_user_timeout in milliseconds: libpq itself has no limits. A server that loses its power says nothing any
# more; whoever waits for its answer has sent everything and would wait for hours, if nothing were asked meanwhile.
_WAITS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a transaction that reads first and writes later cannot be interrupted
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
