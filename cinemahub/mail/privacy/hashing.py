"""Hashes that tell equal from different without telling what: for counting and for finding again."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cinemahub.mail.privacy.addresses import comparable_address
from cinemahub.mail.privacy.clients import client_of

LENGTH = 32  # hexadecimal digits, 128 bits


def address_hash(address: str) -> str:
    """Hash an address, equal for all its spellings."""
    return address_hashes(address)[0]


def address_hashes(address: str) -> list[str]:
    """Hash an address with SECRET_KEY and with each earlier key, under which it may have been kept."""
    return keyed_hashes("address", comparable_address(address))


def client_hash(request: HttpRequest | None) -> str:
    """Hash where a request came from; "" if there was none."""
    return keyed_hashes("client", client_of(request))[0] if request else ""


def keyed_hashes(purpose: str, value: str) -> list[str]:
    """Hash a value for one purpose, with SECRET_KEY and with each earlier key."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_keyed_hash(purpose, value, secret) for secret in secrets]


def _keyed_hash(salt: str, value: str, secret: str) -> str:
    return salted_hmac(f"cinemahub.mail.{salt}", value, secret=secret, algorithm="sha256").hexdigest()[:LENGTH]
