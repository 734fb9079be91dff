"""The browser of the tests: one that is there, else Playwright's download, else Debian's package.

`python -m tests.chromium` sees to one and always succeeds; without one the tests end with HOW_TO.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

# The first does without the windows that no test opens, and takes a quarter less of the machine.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIANS, FONTS = "chromium-headless-shell", "fonts-dejavu-core"
HOW_TO = (
    f"The tests need Chromium and none could be had. Install it (Debian: apt-get install {DEBIANS}; elsewhere: "
    ".venv/bin/playwright install chromium) or name one in the variable CHROMIUM."
)
MAX_DOWNLOAD_SECONDS = 600


def find() -> str | None:
    """Return the path of a Chromium, or None."""
    return next((path for path in _candidates() if path and Path(path).exists()), None)


def fetch() -> None:
    """Try each way to get one until there is one."""
    for command in _ways():
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=MAX_DOWNLOAD_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if find():
            return


def main() -> None:
    if not find():
        fetch()
    if not find():
        sys.stderr.write(HOW_TO + "\n")


def _candidates() -> Iterator[str]:
    yield os.environ.get("CHROMIUM", "")
    for name in NAMES:
        yield shutil.which(name) or ""
    with sync_playwright() as playwright:  # last, because it takes a second to start
        yield playwright.chromium.executable_path


def _ways() -> Iterator[list[str]]:
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    if shutil.which("apt-get") and os.geteuid() == 0:  # and never sudo: whoever runs tests is asked no password
        yield ["apt-get", "update", "--quiet"]
        yield ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", DEBIANS, FONTS]


if __name__ == "__main__":
    main()
