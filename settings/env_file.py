"""Reads .env as Windows, Docker and people leave it; what cannot be read is named by its line, without its value."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dotenv.parser import Binding, parse_stream

from cinemahub.mail.rules.problem import marked as _

# A comment has a space after its #, or nothing; anything else is most likely the rest of a password.
_CUT_OFF = re.compile(r"=\s*[^'\"\s#][^'\"\n]*\s#[^\s#]")


class Fault(NamedTuple):
    line: int  # 0: the whole file
    text: str


class EnvFile(NamedTuple):
    values: dict[str, str]
    faults: list[Fault]


def read_env_file(path: Path, *, must_exist: bool) -> EnvFile:
    """Read NAME=value lines; a file that need not exist is empty if it does not."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return EnvFile({}, [Fault(0, _("There is no such file."))] if must_exist else [])
    except IsADirectoryError:
        folder = _("Is a folder. Docker makes one where a volume's file is missing: remove it and write the file.")
        return EnvFile({}, [Fault(0, folder)])
    except UnicodeDecodeError:
        encoding = _("Is not in UTF-8. Please save it as UTF-8; in PowerShell: Set-Content -Encoding utf8.")
        return EnvFile({}, [Fault(0, encoding)])
    except OSError:
        return EnvFile({}, [Fault(0, _("Cannot be read. Please let the user who runs the site read it."))])
    bindings = [binding for binding in parse_stream(io.StringIO(text)) if binding.key or binding.error]
    faults = [Fault(binding.original.line, fault) for binding in bindings for fault in _faults(binding)]
    return EnvFile({str(binding.key): binding.value for binding in bindings if binding.value is not None}, faults)


def _faults(binding: Binding) -> Iterator[str]:
    written = binding.original.string.strip("\n")
    if binding.error or binding.value is None:
        yield _("Must be NAME=value. Is a quotation mark missing?")
    elif "\n" in written:
        yield _("The value goes over several lines. Is a quotation mark missing?")
    elif "\n" in binding.value or "\r" in binding.value:
        yield _(r"\n in double quotation marks is a line end. Please use single ones.")
    elif _CUT_OFF.search(written):
        yield _("The value ends before #. Please put it in single quotation marks, or a space after #.")
