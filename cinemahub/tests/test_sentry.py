"""What Sentry is told, by the real SDK, on loopback."""

import gzip

from werkzeug.wrappers import Request, Response

from tests.servers.http_server import HttpServer
from tests.site.database import Sqlite
from tests.site.processes import python

SECRETS = {name: f"the-{name.lower()}" for name in ("VARIABLE", "HEADER", "COOKIE", "QUERY", "FORM")}
TOKEN = "c9x1ab-0123456789abcdef0123456789abcdef"
ERROR = """
import os
import django, sentry_sdk
django.setup()
from django.conf import settings
from django.test import Client, override_settings
settings.ALLOWED_HOSTS.append("testserver")
def view(request, **options):
    password = os.environ["VARIABLE"]
    raise RuntimeError(os.environ["MESSAGE"])
from django.urls import path
class urls:
    urlpatterns = [path("users/<path:rest>", view)]
with override_settings(ROOT_URLCONF=urls, SECURE_SSL_REDIRECT=False):
    client = Client(raise_request_exception=False, headers={"Authorization": os.environ["HEADER"]})
    client.cookies["session"] = os.environ["COOKIE"]
    client.post(f"/users/MQ/{os.environ['TOKEN']}/?q={os.environ['QUERY']}", {"password": os.environ["FORM"]})
sentry_sdk.flush()
"""


def test_an_error_arrives_without_anything_that_opens_an_account(sqlite: Sqlite) -> None:
    with HttpServer(Request.application(lambda request: Response("{}", content_type="application/json"))) as server:
        dsn = server.url.replace("http://", "http://key@") + "/1"
        variables = {
            "SENTRY_DSN": dsn,
            "DATABASE_URL": sqlite.url,
            "TOKEN": TOKEN,
            "MESSAGE": f"anna@example.com and {TOKEN}",
        } | SECRETS
        done = python("-c", ERROR, settings="settings.dev", **variables)
    assert done.returncode == 0, done.stderr
    told = "".join(
        (gzip.decompress(each.body) if each.headers.get("Content-Encoding") == "gzip" else each.body).decode()
        for each in server.requests
    )
    assert "RuntimeError" in told
    assert "a***@example.com" in told
    for secret in (TOKEN, "anna@", *SECRETS.values()):
        assert secret not in told


def test_without_a_dsn_the_sdk_is_not_loaded() -> None:
    code = "import django, sys; django.setup(); print('sentry_sdk' in sys.modules)"
    assert python("-c", code, settings="settings.dev").stdout == "False\n"
