"""docs/deploy.md as a machine reads it: the commands of each section."""

import re
from pathlib import Path

from tests.site.environment import ROOT

ENGLISH, RUSSIAN = ROOT / "docs" / "deploy.md", ROOT / "docs" / "ru" / "deploy.md"
_SECTION = re.compile(r"^## (\d+)\. .*$", re.MULTILINE)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(document: Path = ENGLISH) -> dict[int, list[str]]:
    """Return the blocks of commands by the number of their section."""
    _, *parts = _SECTION.split(document.read_text())
    return {int(number): _COMMANDS.findall(text) for number, text in zip(parts[::2], parts[1::2], strict=True)}
