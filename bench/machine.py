"""What a run was measured on, and how safely its database writes."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version

from bench.peers import others
from bench.site import Site

ASK = """
from django.db import connection
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        said = "SQLite " + ".".join(map(str, connection.Database.sqlite_version_info))
        for name in ("journal_mode", "synchronous"):
            said += f", {name} {cursor.execute(f'PRAGMA {name}').fetchone()[0]}"
    else:
        said = f"PostgreSQL {connection.pg_version // 10000}"
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            said += f", {name} {cursor.fetchone()[0]}"
print(said)
"""


def described(site: Site) -> str:
    packages = ", ".join(f"{peer.name} {_version(peer.name)}" for peer in others())
    return "\n".join(
        [
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}",
            site.shell(ASK),
            packages or "no peer is installed: make bench does that",
        ]
    )


def _version(name: str) -> str:
    try:
        return version({"post_office": "django-post_office"}.get(name, name))
    except PackageNotFoundError:
        return ""
