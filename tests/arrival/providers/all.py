"""All thirteen."""

from tests.arrival.providers.hmac_signed import MailerSend, Mailgun, Mailtrap, Mandrill, Resend, UnisenderGo
from tests.arrival.providers.key_signed import AmazonSes, OlderPostal, Postal, Scaleway
from tests.arrival.providers.unsigned import Brevo, Mailjet, Postmark, SparkPost
from tests.arrival.providers.wire import Provider

PROVIDERS: list[type[Provider]] = [
    AmazonSes,
    Brevo,
    MailerSend,
    Mailgun,
    Mailjet,
    Mailtrap,
    Mandrill,
    Postal,
    Postmark,
    Resend,
    Scaleway,
    SparkPost,
    UnisenderGo,
]
SIGNED = [each for each in PROVIDERS if each.signs] + [OlderPostal]
BATCHES = [each for each in PROVIDERS if each.batches]
