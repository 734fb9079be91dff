"""DATABASE_URL and its neighbours."""

import json
from typing import Any

import pytest
from environs import ValidationError

from settings.database_url import parse
from tests.site.environment import PRODUCTION, STAGING
from tests.site.processes import python

SHOW = "import json; from django.conf import settings; print(json.dumps(settings.DATABASES['default'], default=str))"
USE = """
import threading, django
django.setup()
from django.db import connection
def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pids.add(cursor.fetchone()[0])
    connection.close()
pids = set()
for _ in range(6):
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
print(len(pids))
"""


def database(settings: str, **variables: str) -> dict[str, Any]:
    done = python("-c", SHOW, settings=settings, **variables)
    assert done.returncode == 0, done.stderr
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def test_options_in_the_url_reach_the_driver_beside_ours() -> None:
    url = PRODUCTION["DATABASE_URL"] + "?sslmode=require&connect_timeout=3"
    options = database("settings.production", **PRODUCTION | {"DATABASE_URL": url})["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"], options["tcp_user_timeout"]) == ("require", 3, 10_000)
    options = database("settings.staging", **STAGING | {"DATABASE_URL": "sqlite:////tmp/x?timeout=5"})["OPTIONS"]
    assert options["timeout"] == 5
    assert options["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("hosts", "host", "port"),
    [
        ("db1,db2", "db1,db2", "5432,5432"),
        ("db1:5433,db2", "db1,db2", "5433,5432"),
        ("10.0.0.1:5433,[fd00::2]:5434", "10.0.0.1,fd00::2", "5433,5434"),
    ],
)
def test_of_several_servers_the_one_is_taken_that_may_be_written_to(hosts: str, host: str, port: str) -> None:
    found = parse(f"postgres://site:p%40ss@{hosts}/cinemahub?sslmode=require")
    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == (host, port, "cinemahub", "p@ss")
    assert found["OPTIONS"] == {"target_session_attrs": "read-write", "sslmode": "require"}
    assert parse(f"postgres://{hosts}/x?target_session_attrs=any")["OPTIONS"] == {"target_session_attrs": "any"}


@pytest.mark.parametrize(
    "url", ["postgres://a:x,b/db", "postgres://a,b:99999/db", "postgres://[a,b/db", "mysqlite://a,b"]
)
def test_what_is_no_url_is_refused_without_its_value(url: str) -> None:
    with pytest.raises(ValidationError, match="Not a valid database URL"):
        parse(url)


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("", False)])
def test_server_side_cursors_can_be_turned_off_for_pgbouncer(value: str, *, expected: bool) -> None:
    variables = PRODUCTION | {"DISABLE_SERVER_SIDE_CURSORS": value}
    assert database("settings.production", **variables)["DISABLE_SERVER_SIDE_CURSORS"] is expected


def test_a_pool_is_shared_by_the_threads_of_a_process(postgres_url: str) -> None:
    variables = PRODUCTION | {"DATABASE_URL": postgres_url}
    assert python("-c", USE, settings="settings.production", **variables | {"DATABASE_POOL": "2"}).stdout in "1\n2\n"
    assert python("-c", USE, settings="settings.production", **variables).stdout == "6\n"
