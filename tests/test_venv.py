"""`make install` finds a Python: the first that is new enough, else one that uv brings, else it says what it needs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site.environment import ROOT

NEEDED = ("dirname", "make", "mkdir", "mktemp", "rm", "sed", "sh", "touch")
OLD = 'case "$1 $2" in "-m venv") mkdir -p "$3/bin"; cp {pip} "$3/bin/pip" ;; *) exit 1 ;; esac'
NEW = 'case "$1 $2" in "-m venv") mkdir -p .venv; echo {name} > .venv/made-by ;; esac'
PIP_WITH_UV = 'echo "#!/bin/sh\nmkdir -p .venv; echo uv > .venv/made-by" > "${0%pip}uv"; chmod +x "${0%pip}uv"'
SENTENCE = "Cinemahub needs Python 3.12 or newer: make PYTHON=/path/to/python3.13"


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """Return the only folder of PATH, beside a clone of the project that nothing was done in."""
    clone, programs = tmp_path / "clone", tmp_path / "programs"
    for folder in (clone / "requirements", clone / ".ci", programs):
        folder.mkdir(parents=True)
    for name in ("Makefile", ".ci/venv", "requirements/dev.txt"):
        shutil.copy(ROOT / name, clone / name)
    for name in (*NEEDED, "cp", "chmod"):
        (programs / name).symlink_to(str(shutil.which(name)))
    return programs


def program(folder: Path, name: str, does: str) -> Path:
    (path := folder / name).write_text(f"#!{shutil.which('sh')}\n{does}\n")
    path.chmod(0o755)
    return path


def make_venv(programs: Path, python: str = "") -> subprocess.CompletedProcess[str]:
    clone = programs.parent / "clone"
    variables = {"PATH": str(programs)}
    command = ["sh", ".ci/venv", *([python] if python else [])]
    return subprocess.run(command, cwd=clone, env=variables, capture_output=True, text=True, check=False)


def made_by(programs: Path) -> str:
    return (programs.parent / "clone" / ".venv" / "made-by").read_text().strip()


def test_a_shim_that_fails_and_a_python_that_is_too_old_are_passed_over(bare_machine: Path) -> None:
    program(bare_machine, "python3", "exit 1")
    program(bare_machine, "python3.14", "echo 'pyenv: python3.14: command not found' >&2; exit 127")
    program(bare_machine, "python3.12", NEW.format(name="python3.12"))
    done = make_venv(bare_machine)
    assert (done.returncode, done.stderr) == (0, "")
    assert made_by(bare_machine) == "python3.12"


def test_a_python_that_was_named_is_the_only_one_tried(bare_machine: Path) -> None:
    program(bare_machine, "python3", NEW.format(name="python3"))
    mine = program(bare_machine, "my-python", NEW.format(name="mine"))
    assert make_venv(bare_machine, str(mine)).returncode == 0
    assert made_by(bare_machine) == "mine"
    assert make_venv(bare_machine, str(program(bare_machine, "old", "exit 1"))).stderr == f"{SENTENCE}\n"


def test_where_all_are_too_old_uv_brings_one(bare_machine: Path) -> None:
    pip = program(bare_machine, "pip-with-uv", PIP_WITH_UV)
    program(bare_machine, "python3", OLD.format(pip=pip))
    assert make_venv(bare_machine).returncode == 0
    assert made_by(bare_machine) == "uv"


def test_where_uv_cannot_be_had_either_make_says_what_it_needs(bare_machine: Path) -> None:
    pip = program(bare_machine, "pip-without-network", "exit 1")
    program(bare_machine, "python3", OLD.format(pip=pip))
    done = subprocess.run(
        ["make", "install"],
        cwd=bare_machine.parent / "clone",
        env={"PATH": str(bare_machine)},
        capture_output=True,
        text=True,
        check=False,
    )
    said, stopped = done.stderr.splitlines()
    assert said == SENTENCE
    assert stopped.startswith("make: ***")


def test_a_venv_that_is_there_is_kept(bare_machine: Path) -> None:
    folder = bare_machine.parent / "clone" / ".venv" / "bin"
    folder.mkdir(parents=True)
    program(folder, "python", "exit 0")
    assert make_venv(bare_machine).returncode == 0
    assert [path.name for path in folder.parent.iterdir()] == ["bin"]
