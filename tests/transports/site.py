"""The site under one settings module, and people who visit it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers.certificates import Certificates
from tests.servers.ports import free_port
from tests.site.deployment import Deployment
from tests.transports.visitor import Visitor

HTTPS_SITE = "https://cinemahub.example"
OLD_PASSWORD = "an old and long password"


@dataclass(frozen=True)
class Site(Deployment):
    certificates: Certificates = field(kw_only=True)
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return self.variables["SITE_URL"]

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
        server = self.certificates.server
        tls = ("--certfile", str(server.chain), "--keyfile", str(server.key))
        secure = self.url.startswith("https:")
        runserver = self.running("runserver", "--noreload", str(self.port), port=self.port)
        with self.gunicorn(self.port, *tls) if secure else runserver:
            yield Visitor(self.url, self.port, self.certificates.authority)
