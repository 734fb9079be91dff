"""Passwords are hashed in one Unicode form, and not more at once than the machine can bear."""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import override

from django.contrib.auth import hashers

AT_ONCE = 2  # in this process; each takes 100 MB and all the processors for a moment
WAIT_SECONDS = 3

_slots = threading.BoundedSemaphore(AT_ONCE)


class HashingBusyError(Exception):
    """So many passwords are being hashed that this one would have to wait for too long."""


class BoundedArgon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Django's, for hashes that were made before passwords were normalised; a sign-in replaces them."""

    @override
    def encode(self, password: str, salt: str) -> str:
        with _slot():
            encoded: str = super().encode(password, salt)
        return encoded

    @override
    def verify(self, password: str, encoded: str) -> bool:
        with _slot():
            is_right: bool = super().verify(password, encoded)
        return is_right


class NormalisedArgon2PasswordHasher(BoundedArgon2PasswordHasher):
    """Takes a password in Unicode's form NFKC (NIST SP 800-63B, 3.1.1.2), whichever form a keyboard sends.

    A name of its own tells these hashes from earlier ones, so that each is tried once: nothing shows in the time.
    """

    algorithm = "argon2_nfkc"

    @override
    def encode(self, password: str, salt: str) -> str:
        return super().encode(unicodedata.normalize("NFKC", password), salt)

    @override
    def verify(self, password: str, encoded: str) -> bool:
        return super().verify(unicodedata.normalize("NFKC", password), encoded)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise HashingBusyError
    try:
        yield
    finally:
        _slots.release()
