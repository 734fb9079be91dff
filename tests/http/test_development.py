"""Development shows debug pages, but to nobody who asks by another host (DNS rebinding)."""

from http.client import HTTPConnection
from pathlib import Path

from tests.servers.ports import free_port
from tests.site.processes import manage, running

CANARIES = {"SENTRY_DSN": "https://canary-dsn@sentry.example/1", "SMTP_PWD": "canary-password"}


def ask(port: int, host: str, path: str = "/") -> tuple[int, str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()
    finally:
        connection.close()


def test_neither_a_foreign_host_nor_a_debug_page_shows_the_environment(tmp_path: Path) -> None:
    variables = CANARIES | {"DATABASE_URL": f"sqlite:///{tmp_path / 'canary.sqlite3'}"}
    assert manage("migrate", "--verbosity", "0", settings="settings.dev", **variables).returncode == 0
    port, log = free_port(), tmp_path / "log"
    command = ["manage.py", "runserver", "--noreload", "--settings", "tests.http.broken_settings", f"127.0.0.1:{port}"]
    with running(*command, log=log, port=port, settings="tests.http.broken_settings", **variables):
        assert ask(port, "127.0.0.1")[0] == 200
        status, kind, body = ask(port, "evil.example")
        assert (status, kind) == (400, "text/plain; charset=utf-8")
        assert "canary" not in body
        status, _kind, body = ask(port, "127.0.0.1", "/broken/")
        assert status == 500
        assert "RuntimeError" in body
        assert "canary-" not in body
