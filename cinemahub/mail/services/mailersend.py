from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains, bearer
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, SigningKey, Webhook, at


def _account(api: Api) -> Domains:
    answer = api.get("domains", headers=bearer(api.option("api_token")))
    return {each["name"]: bool(each["is_verified"]) for each in answer["data"]}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://developers.mailersend.com/api/v1/webhooks.html"""
    return Fate.HARD if at(raw, "data", "type") == "hard_bounced" else None


SERVICE = Provider(
    key="mailersend",
    name="MailerSend",
    # https://anymail.dev/en/stable/esps/mailersend/
    options=(
        Option(
            variable="MAILERSEND_API_TOKEN", name="api_token", comment=_("API token"), example="mlsn.0000", secret=True
        ),
        Option(
            variable="MAILERSEND_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="MAILERSEND_API_TOKEN",
        keys="Integrations > API tokens, https://app.mailersend.com/api-tokens",
        senders="Domains, https://app.mailersend.com/domains",
        account="https://app.mailersend.com",
        address="MAILERSEND_API_URL",
    ),
    relay=r"smtp\.mailersend\.net",  # https://www.mailersend.com/help/smtp-relay
    rewrites_links=True,
    # Own headers are "available to Enterprise accounts only": https://developers.mailersend.com/api/v1/email.html
    headers=Headers(only=frozenset({"in-reply-to", "precedence"})),
    key_travels_by="tag",
    help_hosts=("mailersend.com",),
    selectors=("mlsend", "mlsend2"),  # as its page of sending domains shows them
    account=_account,  # https://developers.mailersend.com/api/v1/domains.html
    webhook=Webhook(
        variable="MAILERSEND_WEBHOOK_SECRET",
        page="Domains > Manage > Webhooks, https://app.mailersend.com/domains",
        events="activity.sent, activity.delivered, activity.soft_bounced, activity.hard_bounced, "
        "activity.spam_complaint, activity.unsubscribed",
        view="anymail.webhooks.mailersend.MailerSendTrackingWebhookView",
        fate=_fate,
        signing_key=SigningKey(
            variable="MAILERSEND_SIGNING_SECRET",
            setting="signing_secret",
            comment=_("signing secret of the webhook"),
            example="0123456789abcdefghijklmnopqrstuv",
        ),
    ),
)
