"""The site under one settings module: its variables, its processes, its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

from tests.processes import manage
from tests.servers.certificates import Certificates
from tests.services import running
from tests.transports.visitor import Visitor

HTTPS_SITE = "https://cinemahub.example"
OLD_PASSWORD = "an old and long password"


@dataclass(frozen=True)
class Site:
    settings: str
    variables: dict[str, str]
    folder: Path
    certificates: Certificates
    port: int

    @property
    def url(self) -> str:
        return self.variables["SITE_URL"]

    def manage(self, *arguments: str, **variables: str) -> "CompletedProcess[str]":
        return manage(*arguments, settings=self.settings, **self.variables | variables)

    def must(self, *arguments: str, **variables: str) -> str:
        """Run a command that has to succeed; return what it said."""
        done = self.manage(*arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def add_account(self, address: str) -> None:
        self.must("createsuperuser", "--noinput", "--email", address, DJANGO_SUPERUSER_PASSWORD=OLD_PASSWORD)

    def send(self, **variables: str) -> str:
        """Let a worker send what is due; return its log."""
        done = self.manage("mail_worker", "--once", **variables)
        assert done.returncode == 0, done.stderr
        return done.stderr

    @contextmanager
    def visitor(self) -> Iterator[Visitor]:
        """Somebody who visits the site while it runs, on https where the site insists on it."""
        secure, log = self.url.startswith("https:"), self.folder / "site.log"
        command = self._gunicorn() if secure else ["manage.py", "runserver", "--noreload", str(self.port)]
        with running(*command, log=log, port=self.port, settings=self.settings, **self.variables):
            yield Visitor(self.url, self.port, self.certificates.authority)

    def _gunicorn(self) -> list[str]:
        server = self.certificates.server
        tls = ["--certfile", str(server.chain), "--keyfile", str(server.key)]
        return ["-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", *tls, "cinemahub.wsgi"]
