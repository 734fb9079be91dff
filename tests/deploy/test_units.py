"""The units of systemd, read by systemd's own tools."""

import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from settings import base
from tests.deploy.deployed import Deployed
from tests.site.environment import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
MOST_EXPOSURE = "15"  # of 100; below 20 systemd calls a service safe


def unit(path: Path) -> RawConfigParser:
    read = RawConfigParser(strict=False, interpolation=None)
    read.optionxform = lambda optionstr: optionstr  # type: ignore[method-assign]
    read.read(path)
    return read


def test_systemd_finds_nothing_wrong_with_the_units(site: Deployed) -> None:
    names = " ".join(f"/etc/systemd/system/{path.name}" for path in UNITS.iterdir())
    done = site.machine.try_to(f"systemd-analyze verify {names}")
    assert (done.returncode, [line for line in done.stderr.splitlines() if "cinemahub" in line]) == (0, [])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_services_may_do_little(path: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSURE}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-200:]


def test_a_worker_has_time_to_finish_the_emails_in_hand() -> None:
    assert int(unit(UNITS / "cinemahub-worker.service")["Service"]["TimeoutStopSec"]) > base.MAIL_TRY_SECONDS


@pytest.mark.parametrize("name", ["cinemahub", "cinemahub-worker"])
def test_a_service_is_started_again_however_often_it_fails(name: str) -> None:
    read = unit(UNITS / f"{name}.service")
    assert read["Service"]["Restart"] == "always"
    assert read["Unit"]["StartLimitIntervalSec"] == "0"
