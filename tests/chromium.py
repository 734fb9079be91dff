"""The browser of the tests: one that is there, else Playwright's download, else Debian's package.

`python -m tests.chromium` sees to one and always succeeds; without one the tests end with HOW_TO.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO = (
    "The tests need Chromium and none could be had. Install it (Debian: apt-get install chromium; elsewhere: "
    ".venv/bin/playwright install chromium) or name one in the variable CHROMIUM."
)
LONGEST_DOWNLOAD_SECONDS = 600


def find() -> str | None:
    """Return the path of a Chromium, or None."""
    candidates = [os.environ.get("CHROMIUM", ""), *(shutil.which(name) or "" for name in NAMES), _of_playwright()]
    return next((path for path in candidates if path and Path(path).exists()), None)


def _of_playwright() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _fetch() -> None:
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        commands.append([*sudo, "apt-get", "install", "--yes", "--quiet", "chromium"])
    for command in commands:
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=LONGEST_DOWNLOAD_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if find():
            return


if __name__ == "__main__":
    if not find():
        _fetch()
    if not find():
        sys.stderr.write(HOW_TO + "\n")
