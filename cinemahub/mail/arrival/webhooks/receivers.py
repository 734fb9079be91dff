"""Which receiver reads what a provider sends."""

from cinemahub.mail.arrival.webhooks.amazon_ses import AmazonSesReceiver
from cinemahub.mail.arrival.webhooks.hook import Hook
from cinemahub.mail.arrival.webhooks.mailgun import MailgunReceiver
from cinemahub.mail.arrival.webhooks.mandrill import MandrillReceiver
from cinemahub.mail.arrival.webhooks.postal import PostalReceiver
from cinemahub.mail.arrival.webhooks.receiver import Receiver
from cinemahub.mail.arrival.webhooks.scaleway import ScalewayReceiver
from cinemahub.mail.arrival.webhooks.unisender_go import UnisenderGoReceiver

OF_THEIR_OWN: dict[str, type[Receiver]] = {
    "amazon_ses": AmazonSesReceiver,
    "mailgun": MailgunReceiver,
    "mandrill": MandrillReceiver,
    "postal": PostalReceiver,
    "scaleway": ScalewayReceiver,
    "unisender_go": UnisenderGoReceiver,
}


def receiver_for(hook: Hook) -> Receiver:
    return OF_THEIR_OWN.get(hook.provider, Receiver)(hook)
