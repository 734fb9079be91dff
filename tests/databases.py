"""Which database a run of pytest has: SQLite, unless it is told --database postgresql."""

import dj_database_url
import pytest
from django.conf import settings
from django.db import connections

ENGINES = ("sqlite", "postgresql")
FIXTURES = {"db", "transactional_db", "live_server"}
NO_POSTGRESQL = "PostgreSQL is not installed, or may not run here (Debian: apt-get install postgresql)"


def has_tables(item: pytest.Item) -> bool:
    """Tell whether a test uses the database of the run."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(FIXTURES)


def move_to(url: str, name: str) -> None:
    """Let Django make its test database, under that name, elsewhere than the settings say."""
    default = settings.DATABASES["default"]
    default.clear()
    default |= {**dj_database_url.parse(url), "TEST": {"NAME": name}}
    connections.configure_settings(settings.DATABASES)
    connections["default"] = connections.create_connection("default")
