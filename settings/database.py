"""The database that DATABASE_URL names, and how the site shares its connections."""

from typing import Any

from settings.environment import Environment

SQLITE = "django.db.backends.sqlite3"
SECONDS_TO_KEEP_CONNECTION = 60


def database(env: Environment) -> dict[str, Any]:
    """Return the entry of DATABASES; options in the query of the URL go to the driver, such as ?sslmode=require."""
    pool = env.int("DATABASE_POOL", default=0)
    no_cursors = env.bool("DISABLE_SERVER_SIDE_CURSORS", default=False)
    found: dict[str, Any] = env.dj_db_url("DATABASE_URL", conn_max_age=SECONDS_TO_KEEP_CONNECTION) or {}
    if not found:
        return {}
    found |= {"CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": bool(no_cursors)}
    options = found.get("OPTIONS", {})
    if found.get("ENGINE") == SQLITE:
        found["OPTIONS"] = _SQLITE_OPTIONS | options
        return found
    found["OPTIONS"] = _WAITS | options
    if pool:
        if pool < 0:
            env.add_error("DATABASE_POOL", "Must be above 0.")
        found["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool}
        found["CONN_MAX_AGE"] = 0  # the pool keeps connections; Django refuses to have both
    return found


_WAITS = {"connect_timeout": 5, "tcp_user_timeout": 10_000}  # seconds, milliseconds: libpq itself has no limits
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a transaction that reads first and writes later cannot be interrupted
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
