"""The site on a database of its own, with the environment of staging; everything runs in processes."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, Self

from tests.processes import ROOT, STAGING, environment

STOP_SECONDS = 20
SITE_URL = "https://cinemahub.example"
LOGIN = ("site@cinemahub.example", "app-password-of-the-benchmarks")


class Server(Protocol):
    """An SMTP server to send to."""

    host: str
    port: int


@dataclass(frozen=True)
class Site:
    folder: Path
    database_url: str
    variables: dict[str, str] = field(default_factory=dict)

    def sending_to(self, server: Server, *, tls: bool = False) -> Self:
        options = {"EMAIL_HOST": server.host, "EMAIL_PORT": str(server.port), "EMAIL_USE_SSL": str(tls).lower()}
        return self.having(**options)

    def having(self, **variables: str) -> Self:
        """The same site with more in its environment."""
        return replace(self, variables=self.variables | variables)

    def run(self, *arguments: str) -> str:
        """Run Python in the site's environment, wait, and return what it said; CalledProcessError if it fails."""
        command = [sys.executable, *arguments]
        with self._log.open("ab") as log:
            done = subprocess.run(
                command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, stderr=log, check=True, text=True
            )
        return done.stdout

    @contextmanager
    def running(self, *arguments: str) -> Iterator[int]:
        """Run Python in the site's environment meanwhile; gives its process id."""
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        try:
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    @property
    def _environment(self) -> dict[str, str]:
        user, password = LOGIN
        own = {
            "BENCH_FOLDER": str(self.folder),
            "SITE_URL": SITE_URL,
            "DATABASE_URL": self.database_url,
            "TRUSTED_PROXIES": "1",
            "EMAIL_HOST_USER": user,
            "EMAIL_HOST_PASSWORD": password,
        }
        return environment("bench.settings", **(STAGING | own | self.variables))
