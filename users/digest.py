"""Digests of random secrets: a copy of the database recognises a secret by one, and cannot be turned into it."""

import re
from hashlib import sha256

LENGTH = 40  # hexadecimal digits, 160 bits, which is what Django's column of session keys holds
DIGEST = re.compile(f"[0-9a-f]{{{LENGTH}}}")


def is_digest(text: str) -> bool:
    """Tell a digest from what else a client may send in its place."""
    return DIGEST.fullmatch(text) is not None


def digest(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()[:LENGTH]
