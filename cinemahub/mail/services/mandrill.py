from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, SigningKey, Webhook


def _account(api: Api) -> Domains:
    answer = api.post("senders/domains.json", json={"key": api.option("api_key")})
    return {each["domain"]: bool(each["valid_signing"]) for each in answer}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://mailchimp.com/developer/transactional/docs/webhooks/"""
    return Fate.HARD if raw.get("event") == "hard_bounce" else None


def _lift(api: Api, address: str) -> None:
    """https://mailchimp.com/developer/transactional/api/rejects/delete-reject/"""
    api.post("rejects/delete.json", json={"key": api.option("api_key"), "email": address})


def _hooks(api: Api) -> list[object]:
    """https://mailchimp.com/developer/transactional/api/webhooks/list-webhooks/"""
    return [each["url"] for each in api.post("webhooks/list.json", json={"key": api.option("api_key")})]


def _enter(api: Api, address: str) -> object:
    """https://mailchimp.com/developer/transactional/api/webhooks/add-webhook/"""
    events = ["send", "deferral", "hard_bounce", "soft_bounce", "spam", "unsub", "reject"]
    hook = {"key": api.option("api_key"), "url": address, "events": events}
    return api.post("webhooks/add.json", json=hook)["auth_key"]


SERVICE = Provider(
    key="mandrill",
    name="Mandrill",
    # https://anymail.dev/en/stable/esps/mandrill/
    options=(
        Option(variable="MANDRILL_API_KEY", name="api_key", comment=_("API key"), example="md-0000", secret=True),
        Option(
            variable="MANDRILL_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="MANDRILL_API_KEY",
        keys="Settings > SMTP & API info, https://mandrillapp.com/settings",
        senders="Settings > Domains, https://mandrillapp.com/settings/sending-domains",
        account="https://mandrillapp.com",
        address="MANDRILL_API_URL",
    ),
    relay=r"smtp\.mandrillapp\.com",  # https://mailchimp.com/developer/transactional/docs/smtp-integration/
    headers=Headers(
        never=frozenset({"message-id"})
    ),  # not said to be kept: https://mailchimp.com/developer/transactional/api/messages/
    note=_("adds an unsubscribe link if Settings > Sending Defaults says so"),
    rewrites_links=True,
    help_hosts=(
        "mandrillapp.com",
        "mailchimp.com",
    ),
    selectors=("mandrill", "mte1", "mte2"),  # as its page of sending domains shows them
    account=_account,  # https://mailchimp.com/developer/transactional/api/senders/
    lift=_lift,
    webhook=Webhook(
        variable="MANDRILL_WEBHOOK_SECRET",
        page="Settings > Webhooks, https://mandrillapp.com/settings/webhooks",
        events="send, deferral, hard_bounce, soft_bounce, spam, unsub, reject",
        view="anymail.webhooks.mandrill.MandrillCombinedWebhookView",
        fate=_fate,
        hooks=_hooks,
        enter=_enter,
        signing_key=SigningKey(
            variable="MANDRILL_WEBHOOK_KEY",
            setting="webhook_key",
            comment=_("key of the webhook, which Mandrill shows once it is entered"),
            example="0123456789abcdefghijkl",
        ),
        content_type="application/x-www-form-urlencoded",
        batch="",
    ),
)
