import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import override

from cryptography import x509
from django.http import HttpRequest

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.body import Event, RefusedError
from cinemahub.mail.arrival.webhooks.certificates import certificates_at, fetch, is_valid_now
from cinemahub.mail.arrival.webhooks.sns import SnsReceiver

HOST = r"https://sns\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?"


class AmazonSesReceiver(SnsReceiver):
    """Anymail reads what is in the envelope, whose signature it does not check."""

    max_age = timedelta(
        hours=2
    )  # SNS gives up after one: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
    certificate_url = re.compile(HOST + r"/SimpleNotificationService-[0-9a-f]{32}\.pem")
    subscribe_url = re.compile(HOST + r"/\?Action=ConfirmSubscription&[\w=&%:.-]+")

    @override
    def certificate(self, url: str) -> x509.Certificate:
        """Trust what SNS itself hands out, as TLS proves that it does."""
        (certificate, *_chain) = certificates_at(url)
        if not is_valid_now(certificate):
            raise RefusedError("its certificate has expired")
        return certificate

    @override
    def confirm(self, url: str) -> None:
        fetch(url)

    @override
    def read(self, event: Event, request: HttpRequest) -> Iterator[Told]:
        return super().read({**event, "Message": json.dumps(event["Message"])}, request)
