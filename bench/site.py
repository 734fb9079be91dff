"""The site with the environment of staging and a database to measure on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from tests.site.deployment import Deployment
from tests.site.environment import STAGING

SETTINGS = "bench.settings"
SITE_URL = "https://cinemahub.example"
LOGIN = ("site@cinemahub.example", "app-password-of-the-benchmarks")


class Server(Protocol):
    """An SMTP server to send to."""

    host: str
    port: int


@dataclass(frozen=True)
class Site(Deployment):
    @classmethod
    def on(cls, database_url: str, folder: Path) -> Self:
        user, password = LOGIN
        own = {
            "BENCH_FOLDER": str(folder),
            "SITE_URL": SITE_URL,
            "DATABASE_URL": database_url,
            "TRUSTED_PROXIES": "1",
            "EMAIL_HOST_USER": user,
            "EMAIL_HOST_PASSWORD": password,
        }
        return cls(SETTINGS, folder, STAGING | own)

    def sending_to(self, server: Server, *, tls: bool = False) -> Self:
        options = {"EMAIL_HOST": server.host, "EMAIL_PORT": str(server.port), "EMAIL_USE_SSL": str(tls).lower()}
        return self.having(**options)

    @property
    def is_on_sqlite(self) -> bool:
        return self.variables["DATABASE_URL"].startswith("sqlite:")
