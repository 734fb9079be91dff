"""Whether a process that once named itself has ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from cinemahub.mail.models import process
from cinemahub.mail.models.process import has_ended, this_process


@pytest.fixture
def other() -> Iterator["subprocess.Popen[bytes]"]:
    other = subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE)
    yield other
    other.kill()
    other.communicate()


def name_of(other: "subprocess.Popen[bytes]") -> str:
    boot, namespace, _pid, _start = this_process().split()
    return f"{boot} {namespace} {other.pid} {process._start(other.pid)}"


def test_a_process_that_lives_has_not_ended(other: "subprocess.Popen[bytes]") -> None:
    assert not has_ended(this_process())
    assert not has_ended(name_of(other))


@pytest.mark.parametrize("is_reaped", [False, True])
def test_a_killed_one_has_even_if_its_parent_does_not_know_yet(
    other: "subprocess.Popen[bytes]", *, is_reaped: bool
) -> None:
    named = name_of(other)
    other.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
    if is_reaped:
        other.wait()
    assert has_ended(named)


def test_its_number_may_be_another_ones_by_now() -> None:
    *machine, pid, start = this_process().split()
    assert has_ended(" ".join([*machine, pid, f"{int(start) - 1}"]))


@pytest.mark.parametrize("place", [0, 1])
def test_nothing_is_known_of_other_machines_and_containers(other: "subprocess.Popen[bytes]", place: int) -> None:
    words = name_of(other).split()
    words[place] = "elsewhere"
    other.kill()
    other.wait()
    assert not has_ended(" ".join(words))


def test_nothing_is_known_where_the_system_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    named = this_process()
    monkeypatch.setattr(process, "PROC", process.PROC / "nowhere")
    assert this_process() == ""
    assert not has_ended(named)
    assert not has_ended("")
