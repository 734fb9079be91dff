"""The code as it is now, for the machine to clone."""

import subprocess
from pathlib import Path

from tests.site.environment import ROOT


def pack(archive: Path) -> None:
    """Pack the files that git knows, and those it would."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.split(b"\0")
    there = b"\0".join(name for name in sorted(set(names)) if name and (ROOT / name.decode()).is_file())
    tar = ["tar", "--create", "--file", str(archive), "--null", "--files-from=-"]
    subprocess.run(tar, cwd=ROOT, input=there, check=True)
