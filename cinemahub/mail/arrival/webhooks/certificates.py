"""Certificates that sign events: fetched from the provider's own address, checked, and remembered."""

import functools
from datetime import datetime

import requests
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from django.utils import timezone

from cinemahub.mail.arrival.webhooks.body import RefusedError

SECONDS = 5
MAX_BYTES = 64 * 1024
REMEMBERED = 8


def fetch(url: str) -> bytes:
    """Get a short answer over TLS, without following anybody elsewhere."""
    with requests.get(url, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
        if answer.status_code != requests.codes.ok:
            raise RefusedError("the provider does not give what it names")
        content: bytes = answer.raw.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise RefusedError("the provider's answer is too long")
    return content


@functools.lru_cache(REMEMBERED)
def certificates_at(url: str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of an address. What failed is asked for again, what was found is not."""
    return tuple(x509.load_pem_x509_certificates(fetch(url)))


def is_valid_now(certificate: x509.Certificate, now: datetime | None = None) -> bool:
    return certificate.not_valid_before_utc <= (now or timezone.now()) <= certificate.not_valid_after_utc


def is_issued_below(
    certificate: x509.Certificate, root: str, between: tuple[x509.Certificate, ...], longest: int = 4
) -> bool:
    """Tell whether valid authorities lead from a certificate up to the one with this SHA-256 fingerprint."""
    if not is_valid_now(certificate):
        return False
    for issuer in between:
        if not (_is_authority(issuer) and is_valid_now(issuer) and _has_issued(issuer, certificate)):
            continue
        if issuer.fingerprint(hashes.SHA256()).hex() == root:
            return True
        if longest and issuer != certificate and is_issued_below(issuer, root, between, longest - 1):
            return True
    return False


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
