from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, Webhook


def _account(api: Api) -> Domains:
    auth = (api.option("api_key"), api.option("secret_key"))
    answer = api.get("/v3/REST/sender", auth=auth, params={"Limit": 1000})
    return {each["Email"].rpartition("@")[2]: each["Status"] == "Active" for each in answer["Data"]}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://dev.mailjet.com/email/guides/webhooks/"""
    return Fate.HARD if raw.get("event") == "bounce" and raw.get("hard_bounce") is True else None


SERVICE = Provider(
    key="mailjet",
    name="Mailjet",
    # https://anymail.dev/en/stable/esps/mailjet/
    options=(
        Option(variable="MAILJET_API_KEY", name="api_key", comment=_("API key"), example="0000", secret=True),
        Option(
            variable="MAILJET_SECRET_KEY", name="secret_key", comment=_("secret key"), example="secret", secret=True
        ),
        Option(
            variable="MAILJET_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="MAILJET_API_KEY, MAILJET_SECRET_KEY",
        keys="Account settings > REST API > API key management, https://app.mailjet.com/account/apikeys",
        senders="Account settings > Senders & domains, https://app.mailjet.com/account/sender",
        account="https://app.mailjet.com",
        address="MAILJET_API_URL",
    ),
    relay=r"in(-v3)?\.mailjet\.com",  # https://dev.mailjet.com/smtp-relay/configuration/
    rewrites_links=True,
    # 400 send-0011: https://dev.mailjet.com/email/guides/send-api-v31/#add-email-headers lists what is forbidden
    headers=Headers(
        never=frozenset(
            {
                *(
                    "sender",
                    "return-path",
                    "delivered-to",
                    "dkim-signature",
                    "received",
                    "date",
                    "message-id",
                    "list-id",
                ),
                *("user-agent", "x-mailer", "x-feedback-id", "x-csa-complaints"),
            }
        )
    ),
    help_hosts=("mailjet.com",),
    selectors=("mailjet",),  # as its page of sending domains shows them
    account=_account,  # https://dev.mailjet.com/email/reference/sender-addresses-and-domains/sender/
    webhook=Webhook(
        variable="MAILJET_WEBHOOK_SECRET",
        page="Account settings > Event notifications (webhooks), https://app.mailjet.com/account/triggers",
        events="sent, bounce, blocked, spam, unsub",
        view="anymail.webhooks.mailjet.MailjetTrackingWebhookView",
        fate=_fate,
        batch="",
    ),
)
