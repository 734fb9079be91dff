import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, override

from cryptography import x509
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.body import Event, RefusedError
from cinemahub.mail.arrival.webhooks.certificates import certificates_at, fetch, is_issued_below
from cinemahub.mail.arrival.webhooks.normalise import keys_in, moment, our_message_id, text
from cinemahub.mail.arrival.webhooks.sns import SnsReceiver
from cinemahub.mail.services.webhook import Fate

# "Scaleway MnQ Root", valid until 2032-06-25, by the SHA-256 of its certificate. What lies between it and the signing
# certificate changes every three years, so it is fetched where Scaleway publishes it and trusted for this one's sake.
# https://www.scaleway.com/en/docs/topics-and-events/reference-content/verifying-webhooks/
ROOT = "c5a0145efb57916c07f9af3e3f311215062c0562c2d56d7ff3c57da9fb52e4d5"
CHAIN_URL = "https://messaging.s3.fr-par.scw.cloud/fr-par/sns/sns-trust-chain.pem"


class ScalewayReceiver(SnsReceiver):
    """Anymail has no view for it. Shapes: https://www.scaleway.com/en/docs/transactional-email/reference-content/webhook-events-payloads/"""

    max_age = timedelta(
        hours=8
    )  # as Symfony decided for the same envelope: https://github.com/symfony/symfony/pull/65703
    certificate_url = re.compile(
        r"https://messaging\.s3\.(fr-par|nl-ams)\.scw\.cloud/[\w/-]{1,200}\.(pem|crt)", re.ASCII
    )
    subscribe_url = re.compile(r"https://sns\.mnq\.(fr-par|nl-ams)\.scaleway\.com/\?[\w=&%:.-]+", re.ASCII)

    @override
    def certificate(self, url: str) -> x509.Certificate:
        (certificate, *_chain) = certificates_at(url)
        if not is_issued_below(certificate, ROOT, certificates_at(CHAIN_URL)):
            certificates_at.cache_clear()  # a new chain may have been published
            if not is_issued_below(certificate, ROOT, certificates_at(CHAIN_URL)):
                raise RefusedError("its certificate is not from Scaleway's authority")
        return certificate

    @override
    def confirm(self, url: str) -> None:
        fetch(url)

    @override
    def read(self, event: Event, request: HttpRequest) -> Iterator[Told]:
        message = event["Message"]
        fate = self.webhook.fate(message) or Fate.NOTHING
        recipient = text(message.get("email_to"))
        if fate is Fate.NOTHING or not recipient:
            return
        headers = _headers(message.get("email_headers"))
        code, said = text(message.get("email_response_code")), text(message.get("email_response_message"))
        yield Told(
            source=self.hook.provider,
            fate=fate,
            recipient=recipient,
            keys=keys_in(_metadata(headers.get("x-metadata", "")), []),
            provider_id=text(message.get("email_id"))[:255],
            message_id=our_message_id(headers.get("message-id", "")),
            at=moment(parse_datetime(text(message.get("created_at")))),
            answer=f"{code} {said}".strip(),
            event_id=text(message.get("id")),
        )


def _headers(values: Any) -> dict[str, str]:
    headers = [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
    return {text(each.get("key")).lower(): text(each.get("value")) for each in headers}


def _metadata(header: str) -> Any:
    try:
        return json.loads(header)
    except ValueError:
        return {}
