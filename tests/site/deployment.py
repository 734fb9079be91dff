from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Self

from tests.site.processes import manage, running


@dataclass(frozen=True)
class Deployment:
    """The site under one settings module, with an environment; `folder` takes the logs of its processes."""

    settings: str
    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    def having(self, **variables: str) -> Self:
        """Return the same site with more in its environment."""
        return replace(self, variables=self.variables | variables)

    def manage(self, *arguments: str, **variables: str) -> "CompletedProcess[str]":
        return manage(*arguments, settings=self.settings, **self.variables | variables)

    def must(self, *arguments: str, **variables: str) -> str:
        """Run a command that has to succeed; return what it said."""
        done = self.manage(*arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shell(self, code: str) -> str:
        """Run Python on the site's database, where a test must know or do more than a visitor can."""
        return self.must("shell", "--verbosity", "0", "--command", code).strip()

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def running(self, command: str, *arguments: str, port: int | None = None) -> AbstractContextManager[int]:
        """Run a command of manage.py, from when it listens on `port` until the end; gives its process id."""
        return self._process(command, "manage.py", command, *arguments, port=port)

    def gunicorn(self, port: int, *options: str) -> AbstractContextManager[int]:
        """Serve the site as a server does."""
        bound = ("--bind", f"127.0.0.1:{port}")
        return self._process("gunicorn", "-m", "gunicorn", *bound, *options, "cinemahub.wsgi", port=port)

    def _process(self, name: str, *arguments: str, port: int | None) -> AbstractContextManager[int]:
        return running(*arguments, log=self.log(name), port=port, settings=self.settings, **self.variables)
