"""DKIM keys as people publish them."""

import base64
import functools

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

# As cryptography makes none so short: openssl genrsa 512.
SHORT = (
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALkH7pNmHAp7o0EVNnULaIcVJeGvRwNSEuXC6NnkNDUo3UrfXYPLX1Hc0G/nIuaQ1ZecVV4ppR6oDFLwnE4p"
    "DUsCAwEAAQ=="
)


@functools.cache
def private_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def private_pem(bits: int) -> bytes:
    return private_key(bits).private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def dkim_record(bits: int) -> str:
    """The TXT record of a public key."""
    if bits == 512:
        return f"v=DKIM1; k=rsa; p={SHORT}"
    der = private_key(bits).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"
