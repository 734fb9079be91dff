"""Digests of random secrets: a copy of the database recognises a secret by one, and cannot be turned into it."""

from hashlib import sha256

LENGTH = 40  # hexadecimal digits, 160 bits, which is what Django's column of session keys holds


def digest(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()[:LENGTH]
