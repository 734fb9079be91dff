import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import override

from tests.servers.base import Server
from tests.servers.certificates import Certificate
from tests.servers.hosts import Host

PROJECT = Path(__file__).parents[2]
START_SECONDS = STOP_SECONDS = 10
POLL_SECONDS = 0.01


@dataclass(frozen=True)
class SunkLetter:
    received_at: float
    message_id: str
    recipient: str


class SinkProcess(Server):
    """The sink, started and stopped; after stop(), start() takes the same port and goes on with the same log."""

    def __init__(
        self,
        log: Path,
        *,
        certificate: Certificate | None = None,
        login: tuple[str, str] | None = None,
        delay_ms: float = 0,
        port: int = 0,
        host: Host | None = None,
    ) -> None:
        self.log = log
        self.host = host.address if host else "127.0.0.1"
        self.port = port
        self._inside = host.inside if host else ()
        self._options = ["--host", self.host, "--log", str(log), "--delay-ms", str(delay_ms)]
        if certificate:
            self._options += ["--tls", str(certificate.chain), str(certificate.key)]
        if login:
            self._options += ["--login", ":".join(login)]
        self._process: subprocess.Popen[str] | None = None

    @override
    def start(self) -> None:
        command = [*self._inside, sys.executable, "-m", "tests.servers.sink", "--port", str(self.port), *self._options]
        self._process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], START_SECONDS)
        port = self._process.stdout.readline() if ready else ""
        if not port:
            self.stop()
            raise RuntimeError("the sink did not start")
        self.port = int(port)

    @override
    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_SECONDS)
        if self._process.stdout:
            self._process.stdout.close()
        self._process = None

    @property
    def letters(self) -> list[SunkLetter]:
        if not self.log.exists():
            return []
        lines = self.log.read_text().splitlines()
        return [SunkLetter(float(at), message_id, to) for at, message_id, to in map(str.split, lines)]

    @property
    def count(self) -> int:
        """How many letters, found quickly enough to ask during a measurement."""
        return self.log.read_bytes().count(b"\n") if self.log.exists() else 0

    def wait_for(self, count: int, timeout_seconds: float = 10) -> list[SunkLetter]:
        """All emails, as soon as there are `count`; TimeoutError if it does not come to that."""
        deadline = monotonic() + timeout_seconds
        while self.count < count:
            if monotonic() > deadline:
                raise TimeoutError(f"{self.count} of {count} arrived within {timeout_seconds} s")
            sleep(POLL_SECONDS)
        return self.letters
