"""What a process of pytest-xdist gets as a whole: a file with its servers, or files that share something heavier.

Its own --dist loadgroup does nothing under pytest 9.2, which does not read `_nodeid` any more.
"""

import os
from functools import cache
from pathlib import Path
from typing import override

from xdist.scheduler import LoadScopeScheduling

# Most tests wait for a server, a browser or a clock: with one process a core, half of the cores would rest.
PROCESSES_PER_CORE = 2
# One deployed machine; one browser with its site for the walks past every page, and one for what people do.
TOGETHER = ("tests/deploy", "tests/browser/test_pages.py", "tests/browser")
# What takes longest begins first, or one process would still be at it when the others are done.
FIRST = (*TOGETHER, "tests/outbox", "tests/test_bench.py", "tests")


class Groups(LoadScopeScheduling):
    @override
    def _split_scope(self, nodeid: str) -> str:
        return group(file_of(nodeid))


def file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def group(file: str) -> str:
    return _first_above(file, TOGETHER) or file


def rank(nodeid: str) -> int:
    """How soon a test begins: the lowest first."""
    above = _first_above(file_of(nodeid), FIRST)
    return FIRST.index(above) if above else len(FIRST)


def processes() -> int:
    return PROCESSES_PER_CORE * (os.cpu_count() or 1)


@cache
def _first_above(file: str, paths: tuple[str, ...]) -> str | None:
    return next((path for path in paths if Path(file).is_relative_to(path)), None)
