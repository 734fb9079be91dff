"""The signed envelope of Amazon SNS, which Scaleway's Topics and Events use too.

Source: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import re
from abc import ABC, abstractmethod
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, override

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cinemahub.mail.arrival.webhooks.body import Event, RefusedError, as_event, parse
from cinemahub.mail.arrival.webhooks.receiver import Receiver

SIGNED = {
    "Notification": ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
    "SubscriptionConfirmation": ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
}
HASHES: dict[str, type[hashes.SHA1] | type[hashes.SHA256]] = {"1": hashes.SHA1, "2": hashes.SHA256}
TOPIC_JOINED = "Successfully validated"  # "... SNS topic for Amazon SES event publishing."
MAX_AHEAD = timedelta(minutes=5)


class SnsReceiver(Receiver, ABC):
    """The time that is signed is the time of publication, which every redelivery repeats."""

    max_age: timedelta
    certificate_url: re.Pattern[str]
    subscribe_url: re.Pattern[str]

    @abstractmethod
    def certificate(self, url: str) -> x509.Certificate:
        """Return a certificate to be trusted, or raise any error; `url` matches `certificate_url`."""

    @abstractmethod
    def confirm(self, url: str) -> None:
        """Say yes to a topic that was pointed at our address; `url` matches `subscribe_url`."""

    @override
    def authenticate(self, request: HttpRequest, payload: Any) -> None:
        fields = {name: value for name, value in payload.items() if isinstance(value, str)}
        signed = SIGNED.get(fields.get("Type", ""), [])
        algorithm = HASHES.get(fields.get("SignatureVersion", ""))
        url = fields.get("SigningCertURL", "")
        if not signed or algorithm is None:
            raise RefusedError("it is no message of SNS")
        if not self._is_fresh(parse_datetime(fields.get("Timestamp", ""))):
            raise RefusedError("it was published too long ago, or a clock is wrong")
        if not self.certificate_url.fullmatch(url):
            raise RefusedError("its certificate is not the provider's")
        text = "".join(f"{name}\n{fields[name]}\n" for name in signed if name in fields)
        key = self.certificate(url).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise RefusedError("its certificate is of another kind")
        try:
            key.verify(b64decode(fields.get("Signature", "")), text.encode(), padding.PKCS1v15(), algorithm())
        except InvalidSignature:
            raise RefusedError("its signature is wrong") from None

    @override
    def events(self, payload: Any) -> Iterator[Event]:
        if payload["Type"] == "SubscriptionConfirmation":
            if not self.subscribe_url.fullmatch(payload["SubscribeURL"]):
                raise RefusedError("its subscription is not the provider's")
            self.confirm(payload["SubscribeURL"])
            return
        if not payload["Message"].startswith(TOPIC_JOINED):
            yield {**payload, "Message": as_event(parse(payload["Message"]))}

    def _is_fresh(self, published: datetime | None) -> bool:
        if published is None or timezone.is_naive(published):
            return False
        return -MAX_AHEAD <= timezone.now() - published <= self.max_age
