"""What CONTRIBUTING and the documents beside it tell people to do works, in a copy of the project."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.site.environment import ROOT, environment

DOORS = [ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "docs/design.md")]
MAIL = ROOT / "cinemahub" / "mail"  # its rooms are called by their names
NOT_COPIED = (".git", ".venv", "var", "staticfiles", "*.sqlite3*", "__pycache__", ".*_cache", ".env")
HERE = ["format", "docs", "messages"]  # what the test below runs
NETWORK = {"outdated", "upgrade", "lock"}  # asks the package index: the weekly workflow runs it

each_door = pytest.mark.parametrize("path", DOORS, ids=lambda path: path.name)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "cinemahub"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.mark.parametrize("target", HERE)
def test_make_target_works_in_a_copy(copy: Path, target: str) -> None:
    command = ["make", "--old-file", ".venv/installed", target]
    done = subprocess.run(
        command, cwd=copy, env=environment("settings.dev"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@each_door
def test_every_command_is_run_by_a_test_or_by_ci(path: Path) -> None:
    text = path.read_text()
    workflows = "".join(file.read_text() for file in (ROOT / ".github" / "workflows").iterdir())
    by_ci = re.findall(r"\bmake (\w+)", (ROOT / ".ci" / "run").read_text() + workflows)
    by_ci += re.findall(r"\.ci/run (\w+)", workflows)
    by_tests = [*HERE, "run", "bench", "icons"]  # the last by test_make.py, test_bench.py and test_icons.py
    assert set(re.findall(r"\bmake (\w+)", text)) <= {*by_ci, *by_tests, *NETWORK}
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())


@each_door
def test_every_path_it_names_is_there(path: Path) -> None:
    text = path.read_text()
    links = [path.parent / name for name in re.findall(r"\]\((?!https?:)([^)#]+)\)", text)]
    names = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.\w+)?)`", text)
    assert links or names
    assert [link for link in links if not link.exists()] == []
    assert [name for name in names if not any((place / name).exists() for place in (ROOT, MAIL))] == []


def test_what_needs_the_network_is_run_weekly() -> None:
    weekly = (ROOT / ".github" / "workflows" / "weekly.yml").read_text()
    assert "make outdated" in weekly
    assert "make upgrade PACKAGE=django" in weekly


def test_the_least_python_of_the_workflow_is_the_one_the_project_promises() -> None:
    least = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert f'python: ["{least}", ' in (ROOT / ".github" / "workflows" / "ci.yml").read_text()
