"""What a process of pytest-xdist gets as a whole: a file with its servers, or a folder that shares something heavier.

Its own --dist loadgroup does nothing under pytest 9.2, which does not read `_nodeid` any more.
"""

from pathlib import Path
from typing import override

from xdist.scheduler import LoadScopeScheduling

# One browser with its site, and one deployed machine, for all tests of the folder.
IN_ONE_PROCESS = ("tests/browser", "tests/deploy")


class Groups(LoadScopeScheduling):
    @override
    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid.partition("::")[0])


def group(file: str) -> str:
    return next((folder for folder in IN_ONE_PROCESS if Path(file).is_relative_to(folder)), file)
