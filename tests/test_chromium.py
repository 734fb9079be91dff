"""Where the browser of the tests comes from."""

import subprocess
from pathlib import Path

import pytest

from tests import chromium


def executable(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the only folder of PATH; neither it nor Playwright has a browser."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch, bare_machine: Path) -> list[list[str]]:
    """Take down what would be run; each works only if a test says so."""
    commands: list[list[str]] = []

    def run(command: list[str], **options: object) -> None:
        commands.append(command)

    executable(bare_machine / "apt-get")
    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_one_that_is_there_is_found(bare_machine: Path) -> None:
    assert chromium.find() is None
    there = executable(bare_machine / "google-chrome")
    assert chromium.find() == there


def test_the_one_that_was_named_comes_first(
    monkeypatch: pytest.MonkeyPatch, bare_machine: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    executable(bare_machine / "chromium")
    named = executable(tmp_path_factory.mktemp("elsewhere") / "my-chromium")
    monkeypatch.setenv("CHROMIUM", named)
    assert chromium.find() == named


def test_playwrights_download_is_tried_before_debians_package(
    tried: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    chromium.fetch()
    assert [command[-2:] for command in tried] == [
        ["install", "chromium"],
        ["update", "--quiet"],
        ["chromium-headless-shell", "fonts-dejavu-core"],
    ]
    assert "playwright" in tried[0]


def test_without_root_nothing_is_installed_and_nobody_is_asked_for_a_password(
    tried: list[list[str]], monkeypatch: pytest.MonkeyPatch, bare_machine: Path
) -> None:
    executable(bare_machine / "sudo")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    chromium.fetch()
    assert [command[-2:] for command in tried] == [["install", "chromium"]]


def test_nothing_more_is_tried_once_there_is_one(tried: list[list[str]], bare_machine: Path) -> None:
    executable(bare_machine / "chromium")
    chromium.fetch()
    assert len(tried) == 1


def test_a_machine_that_cannot_have_one_is_told_how_to_get_it(
    tried: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    chromium.main()
    assert tried
    assert capsys.readouterr().err == chromium.HOW_TO + "\n"
