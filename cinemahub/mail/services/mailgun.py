from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, SigningKey, Webhook, at


def _account(api: Api) -> Domains:
    """Ask to send nothing to nobody, as a sending key may do nothing else: a good key is answered by 400."""
    api.post(f"{api.option('sender_domain')}/messages", good=400, auth=("api", api.option("api_key")))
    return None


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure"""
    data = raw.get("event-data")
    if at(data, "event") != "failed" or at(data, "severity") != "permanent":
        return None
    reason = at(data, "reason")
    if reason == "bounce":
        return Fate.HARD
    return Fate.REJECTED if str(reason).startswith("suppress-") else Fate.SOFT


def _lift(api: Api, address: str) -> None:
    """https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/bounces"""
    for kind in ("bounces", "complaints", "unsubscribes"):
        api.delete(
            f"{api.option('sender_domain')}/{kind}/{quote(address, safe='')}", auth=("api", api.option("api_key"))
        )


SERVICE = Provider(
    key="mailgun",
    name="Mailgun",
    # https://anymail.dev/en/stable/esps/mailgun/
    options=(
        Option(variable="MAILGUN_API_KEY", name="api_key", comment=_("sending key"), example="key-0000", secret=True),
        Option(
            variable="MAILGUN_SENDER_DOMAIN",
            name="sender_domain",
            comment=_("the domain that sends"),
            example="mg.cinemahub.example",
        ),
        Option(
            variable="MAILGUN_API_URL",
            name="api_url",
            comment=_("API address, if not the one in the US"),
            example="https://api.eu.mailgun.net/v3",
            required=False,
        ),
    ),
    pages=Pages(
        key="MAILGUN_API_KEY",
        keys="Send > Sending > Domain settings > Sending keys, https://app.mailgun.com",
        senders="Send > Sending > Domains, https://app.mailgun.com/mg/sending/domains",
        account="https://app.mailgun.com",
        address="MAILGUN_API_URL",
    ),
    relay=r"smtp(\.eu)?\.mailgun\.org",  # https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp
    rewrites_links=True,
    headers=Headers(keeps_message_id=True),  # https://github.com/mailgun/mailgun.js/issues/394
    help_hosts=("mailgun.com",),
    selectors=("mx", "mailo", "k1", "smtp", "pic"),  # as its page of sending domains shows them
    account=_account,  # https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages
    remedies={
        "sender_unverified": _(
            "Verify the domain in MAILGUN_SENDER_DOMAIN by the DNS records shown at: %(senders)s. For a domain in "
            "the EU set MAILGUN_API_URL=https://api.eu.mailgun.net/v3."
        ),
        "api_address_wrong": _(
            "Check MAILGUN_SENDER_DOMAIN, and MAILGUN_API_URL: a domain in the EU needs https://api.eu.mailgun.net/v3."
        ),
    },
    lift=_lift,
    webhook=Webhook(
        variable="MAILGUN_WEBHOOK_SECRET",
        page="Send > Sending > Webhooks, https://app.mailgun.com/mg/sending/webhooks",
        events="delivered, permanent_fail, temporary_fail, complained, unsubscribed",
        view="anymail.webhooks.mailgun.MailgunTrackingWebhookView",
        fate=_fate,
        signing_key=SigningKey(
            variable="MAILGUN_WEBHOOK_SIGNING_KEY",
            setting="webhook_signing_key",
            comment=_("HTTP webhook signing key, which is not the API key"),
            example="0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        ),
    ),
)
