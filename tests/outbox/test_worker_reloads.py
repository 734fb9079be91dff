"""In development a worker starts anew when code changes, so that it knows the letter that was just written."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site.database import Sqlite
from tests.site.environment import ROOT, environment
from tests.site.processes import STOP_SECONDS, wait_until

COPIED = ("cinemahub", "users", "settings", "templates", "locale")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    return folder


@pytest.fixture
def worker(tree: Path, sqlite: Sqlite, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "mail_worker", "--reload"],
            cwd=tree,
            env=environment("settings.dev", DATABASE_URL=sqlite.url),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    yield process
    process.terminate()
    process.wait(STOP_SECONDS)


@pytest.fixture
def said(tmp_path: Path) -> Callable[[str], int]:
    return lambda words: (tmp_path / "log").read_text().count(words)


def test_a_change_starts_it_anew_and_a_broken_line_waits_for_the_next_change(
    worker: "subprocess.Popen[bytes]", tree: Path, said: Callable[[str], int]
) -> None:
    wait_until(lambda: said("Sending emails") == 1)
    letters = tree / "users" / "letters.py"
    good = letters.read_text()
    letters.write_text(f"{good}\nthis is no Python\n")
    wait_until(lambda: said("SyntaxError") == 1)
    assert worker.poll() is None
    letters.write_text(good)
    wait_until(lambda: said("Sending emails") == 2)
    assert said("Code has changed") == 2
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(STOP_SECONDS) == 0
