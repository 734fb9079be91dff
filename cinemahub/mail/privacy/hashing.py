"""Hashes that tell equal from different without telling what: for counting and for finding again."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from cinemahub.mail.privacy.addresses import comparable_address

LENGTH = 32  # hexadecimal digits, 128 bits


def address_hash(address: str) -> str:
    """Hash an address, equal for all its spellings."""
    return address_hashes(address)[0]


def address_hashes(address: str) -> list[str]:
    """Hash an address with SECRET_KEY and with each earlier key, under which it may have been kept."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_keyed_hash("address", comparable_address(address), secret) for secret in secrets]


def client_hash(request: HttpRequest | None) -> str:
    """Hash where a request came from: an IPv4 address or an IPv6 /64, which is what one client has; "" if unknown."""
    try:
        ip = ipaddress.ip_address(request.META["REMOTE_ADDR"] if request else "")
    except (KeyError, ValueError):
        return ""
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip  # as a server that listens on both protocols sees an IPv4 client
    network = ipaddress.ip_network((ip, 64 if ip.version == 6 else 32), strict=False)
    return _keyed_hash("client", str(network), settings.SECRET_KEY)


def _keyed_hash(salt: str, value: str, secret: str) -> str:
    return salted_hmac(f"cinemahub.mail.{salt}", value, secret=secret, algorithm="sha256").hexdigest()[:LENGTH]
