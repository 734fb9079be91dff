"""Whose certificates are trusted: read anew when the file of authorities changes."""

import functools
import ssl
from pathlib import Path


def tls_context() -> ssl.SSLContext:
    """Share one context as long as trust is the same: loading certificates costs more than the rest of a letter."""
    return _context(trusted())


def trusted() -> str:
    """Say where the authorities come from and what state that is in."""
    paths = ssl.get_default_verify_paths()
    return " ".join(f"{path}:{_state(path)}" for path in (paths.cafile, paths.capath) if path)


@functools.lru_cache(maxsize=1)
def _context(_trusted: str) -> ssl.SSLContext:
    return ssl.create_default_context()


def _state(path: str) -> str:
    try:
        found = Path(path).stat()
    except OSError:
        return "missing"
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"
