import json
import signal
import time
from collections.abc import Sequence
from threading import Thread
from types import TracebackType
from typing import Any, Self

from tests.servers.records import Records
from tests.site.processes import start_manage

SETTINGS = "tests.outbox.worker_settings"
START_SECONDS = STOP_SECONDS = 120
POLL_SECONDS = 0.02

type Mailers = dict[str, dict[str, Any]]


class Worker:
    """A `mail_worker` in a process of its own; the log is what it has said so far, line by line."""

    def __init__(
        self, settings: str, mailers: Mailers, *arguments: str, inside: Sequence[str] = (), **variables: str
    ) -> None:
        given = variables | {"MAILERS": json.dumps(mailers)}
        self.process = start_manage("mail_worker", *arguments, settings=settings, inside=inside, **given)
        self._lines: Records[str] = Records()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    @property
    def log(self) -> list[str]:
        return self._lines.snapshot()

    def said(self, words: str) -> list[str]:
        return [line for line in self.log if words in line]

    def wait_for_log(self, words: str, times: int = 1) -> None:
        """TimeoutError if it does not say so."""
        deadline = time.monotonic() + START_SECONDS
        while len(self.said(words)) < times:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise TimeoutError(f"{words!r} was not said:\n{self.text}")
            time.sleep(POLL_SECONDS)

    @property
    def text(self) -> str:
        return "".join(self.log)

    def send_signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, and return its exit code."""
        self.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(STOP_SECONDS)
        self._reader.join(STOP_SECONDS)
        return code

    def kill(self) -> None:
        self.process.kill()
        self.wait()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self._lines.append(line)
