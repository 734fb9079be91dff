import dataclasses
from base64 import b64decode
from collections.abc import Iterator
from typing import Any, override

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.http import HttpRequest

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.body import Event, RefusedError
from cinemahub.mail.arrival.webhooks.normalise import our_message_id, text
from cinemahub.mail.arrival.webhooks.receiver import Receiver
from cinemahub.mail.services.webhook import at

SIGNATURE = "X-Postal-Signature-256"  # https://github.com/postalserver/postal/pull/2874
FRAME = "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n"


class PostalReceiver(Receiver):
    """Newer servers sign with SHA-256 as well, which is asked for first: SHA-1 is on its way out of OpenSSL."""

    @override
    def authenticate(self, request: HttpRequest, payload: Any) -> None:
        signature = request.headers.get(SIGNATURE)
        if signature is None:
            super().authenticate(request, payload)
            return
        key = serialization.load_pem_public_key(FRAME.format(self.hook.signing_key).encode())
        if not isinstance(key, rsa.RSAPublicKey):
            raise RefusedError("POSTAL_WEBHOOK_KEY is no RSA key")
        key.verify(b64decode(signature), request.body, padding.PKCS1v15(), hashes.SHA256())

    @override
    def read(self, event: Event, request: HttpRequest) -> Iterator[Told]:
        """Postal keeps our Message-ID, and writes it without brackets."""
        message = at(event, "payload", "message") or at(event, "payload", "original_message")
        for told in super().read(event, request):
            yield dataclasses.replace(told, message_id=our_message_id(text(at(message, "message_id"))))
