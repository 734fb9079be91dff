"""Texts that the database keeps and cannot read: encrypted with a key made from SECRET_KEY."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

KEY_BYTES = 32


class UnreadableError(Exception):
    """It was sealed with a key that is neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS, or was changed since."""


def seal(text: str, *, purpose: str) -> str:
    """Encrypt a text; what was sealed for one purpose cannot be unsealed for another."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return the text; UnreadableError if no key fits."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableError from None


def _fernet(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(purpose, secret)) for secret in secrets])


def _key(purpose: str, secret: str | bytes) -> bytes:
    """Derive a key (RFC 5869): SECRET_KEY is long and random, so it needs no slow hash."""
    derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"cinemahub.mail.{purpose}".encode())
    return urlsafe_b64encode(derive.derive(force_bytes(secret)))
