"""Providers that sign with a key of which the site knows the public half, or its authority."""

import json
import time
import uuid
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import override

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from cinemahub.mail.arrival.webhooks.sns import HASHES
from cinemahub.mail.models import OutboxLetter
from tests.arrival.providers.wire import FULL, NO_MAILBOX, Json, Post, Provider, iso

NOTIFICATION = ["Message", "MessageId", "Timestamp", "TopicArn", "Type"]
CONFIRMATION = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """Make a key once, as that takes its time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def sign(key: rsa.RSAPrivateKey, message: bytes, algorithm: hashes.HashAlgorithm) -> str:
    return b64encode(key.sign(message, padding.PKCS1v15(), algorithm)).decode()


class Postal(Provider):
    """https://docs.postalserver.io/developer/webhooks"""

    name = "postal"
    types: dict[str, Json] = {
        "delivered": {"status": "Sent", "details": "Message accepted", "output": "250 2.0.0 OK"},
        "hard": {"status": "HardFail", "details": "Permanent SMTP error", "output": NO_MAILBOX},
        "soft": {"status": "SoftFail", "details": "Will be tried again", "output": FULL},
        "complaint": {},  # Postal has no feedback loops
    }
    algorithm: hashes.HashAlgorithm = hashes.SHA256()
    header = "X-Postal-Signature-256"

    def __init__(self) -> None:
        public = private_key("postal").public_key()
        der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.signing_key = b64encode(der).decode()

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        message = {
            "id": 12345,
            "token": "abcdef123",
            "direction": "outgoing",
            "message_id": letter.message_id.strip("<>"),
            "to": letter.address,
            "from": "post@cinemahub.example",
            "subject": "Password reset",
            "timestamp": time.time(),
            "tag": letter.key.hex,
        }
        payload = {"message": message, "timestamp": time.time(), "sent_with_ssl": True, "time": 0.22}
        return {
            "event": "MessageSent",
            "timestamp": time.time(),
            "payload": payload | self.types[kind],
            "uuid": str(uuid.uuid4()),
        }

    @override
    def sign(self, body: bytes, at: float, *, forged: bool) -> dict[str, str]:
        return {self.header: sign(private_key("forger" if forged else "postal"), body, self.algorithm)}


class OlderPostal(Postal):
    """Before version 3.4 there was but one signature, with SHA-1."""

    algorithm = HASHES["1"]()
    header = "X-Postal-Signature"


class Sns(Provider):
    """https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html"""

    content_type = "text/plain; charset=UTF-8"
    topic: str
    certificate_url: str
    subscribe_url: str

    @override
    def post(self, *events: Json, at: float | None = None, forged: bool = False) -> Post:
        (event,) = events
        return self.post_raw(json.dumps(event).encode(), at=at or time.time(), forged=forged)

    @override
    def post_raw(self, body: bytes, *, at: float, forged: bool = False) -> Post:
        envelope = {
            "Type": "Notification",
            "MessageId": str(uuid.uuid4()),
            "TopicArn": self.topic,
            "Message": body.decode(errors="replace"),
            "Timestamp": iso(at),
        }
        return self.post_envelope(envelope, NOTIFICATION, forged=forged)

    def post_envelope(self, envelope: Json, signed: list[str], *, forged: bool = False) -> Post:
        text = "".join(f"{name}\n{envelope[name]}\n" for name in signed)
        signature = sign(private_key("forger" if forged else self.name), text.encode(), hashes.SHA256())
        envelope = {"SignatureVersion": "2", "SigningCertURL": self.certificate_url, "Signature": signature} | envelope
        headers = {"x-amz-sns-message-type": envelope["Type"], "x-amz-sns-message-id": envelope["MessageId"]}
        return Post(json.dumps(envelope).encode(), self.content_type, headers)

    def confirmation(self, url: str) -> Post:
        envelope = {
            "Type": "SubscriptionConfirmation",
            "MessageId": str(uuid.uuid4()),
            "Token": "2336412f37f",
            "TopicArn": self.topic,
            "Message": "You have chosen to subscribe to the topic.",
            "SubscribeURL": url,
            "Timestamp": iso(),
        }
        return self.post_envelope(envelope, CONFIRMATION)


class AmazonSes(Sns):
    """https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html"""

    name = "amazon_ses"
    topic = "arn:aws:sns:eu-central-1:123456789012:mail"
    certificate_url = f"https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-{'0a' * 16}.pem"
    subscribe_url = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns&Token=23"

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        metadata = {"name": "X-Metadata", "value": json.dumps({"outbox": letter.key.hex})}
        mail = {
            "timestamp": iso(),
            "messageId": "00000137860315fd-34208509-5b74-41f3-95c5-22c1edc3c924-000000",
            "source": "post@cinemahub.example",
            "destination": [letter.address],
            "headersTruncated": False,
            "headers": [metadata],
        }
        recipient = {"emailAddress": letter.address}
        match kind:
            case "delivered":
                delivery = {"recipients": [letter.address], "smtpResponse": "250 2.0.0 OK"}
                return {"notificationType": "Delivery", "mail": mail, "delivery": delivery}
            case "complaint":
                complaint = {"complainedRecipients": [recipient], "complaintFeedbackType": "abuse"}
                return {"notificationType": "Complaint", "mail": mail, "complaint": complaint}
        name, said = {"hard": ("Permanent", NO_MAILBOX), "soft": ("Transient", FULL)}[kind]
        bounced = [recipient | {"status": said.split()[1], "action": "failed", "diagnosticCode": f"smtp; {said}"}]
        bounce = {"bounceType": name, "bounceSubType": "General", "bouncedRecipients": bounced}
        return {"notificationType": "Bounce", "mail": mail, "bounce": bounce}


class Scaleway(Sns):
    """https://www.scaleway.com/en/docs/transactional-email/reference-content/webhook-events-payloads/"""

    name = "scaleway"
    topic = "arn:scw:sns:fr-par:project-8c8bfa06:mail"
    certificate_url = "https://messaging.s3.fr-par.scw.cloud/fr-par/sns/sns-signing-1.pem"
    subscribe_url = "https://sns.mnq.fr-par.scaleway.com/?Action=ConfirmSubscription&TopicArn=arn:scw:sns&Token=23"
    types: dict[str, Json] = {
        "delivered": {"type": "email_delivered", "email_response_code": 250, "email_response_message": "OK"},
        "hard": {
            "type": "email_mailbox_not_found",
            "email_response_code": 550,
            "email_response_message": NO_MAILBOX.removeprefix("550 "),
        },
        "soft": {
            "type": "email_deferred",
            "email_response_code": 452,
            "email_response_message": FULL.removeprefix("452 "),
        },
        "complaint": {"type": "email_spam"},
    }

    @override
    def event(self, kind: str, letter: OutboxLetter) -> Json:
        event = {
            "id": str(uuid.uuid4()),
            "organization_id": str(uuid.uuid4()),
            "domain_name": "cinemahub.example",
            "created_at": iso(),
            "email_id": "d4fbec9d-eed9-44d5-af47-c1126467a5ca",
            "email_from": "post@cinemahub.example",
            "email_to": letter.address,
            "email_headers": [
                {"key": "Message-Id", "value": letter.message_id},
                {"key": "X-Metadata", "value": json.dumps({"outbox": letter.key.hex})},
            ],
        }
        return event | self.types[kind]


class Authority:
    """An authority of the tests: a root, one below it, and certificates that it gives to keys."""

    def __init__(self) -> None:
        self.root = certificate("Test Root", private_key("root"), "Test Root", private_key("root"), is_authority=True)
        self.between = certificate(
            "Test Authority", private_key("between"), "Test Root", private_key("root"), is_authority=True
        )

    @property
    def fingerprint(self) -> str:
        return self.root.fingerprint(hashes.SHA256()).hex()

    @property
    def chain(self) -> bytes:
        return pem(self.root) + pem(self.between)

    def issue(self, key: str, *, days: int = 30, is_authority: bool = False) -> x509.Certificate:
        issuer = ("Test Authority", private_key("between"))
        return certificate(key, private_key(key), *issuer, days=days, is_authority=is_authority)


def certificate(
    subject: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    *,
    is_authority: bool = False,
    days: int = 30,
) -> x509.Certificate:
    """Make a certificate; of negative `days`, one that has ended."""
    now = datetime.now(tz=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)
