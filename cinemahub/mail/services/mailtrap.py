from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains, bearer
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, SigningKey, Webhook

ACCOUNTS = "https://mailtrap.io/api/accounts"  # its sending API is at another host


def _account(api: Api) -> Domains:
    headers = bearer(api.option("api_token"))
    accounts = [str(each["id"]) for each in api.get(ACCOUNTS, headers=headers)]
    lists = [api.get(f"{ACCOUNTS}/{account}/sending_domains", headers=headers) for account in accounts]
    return {each["domain_name"]: bool(each["dns_verified"]) for answer in lists for each in answer["data"]}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://docs.mailtrap.io/email-api-smtp/advanced/webhooks"""
    return Fate.HARD if raw.get("event") == "bounce" else None


SERVICE = Provider(
    key="mailtrap",
    name="Mailtrap",
    # https://anymail.dev/en/stable/esps/mailtrap/
    options=(
        Option(variable="MAILTRAP_API_TOKEN", name="api_token", comment=_("API token"), example="0000", secret=True),
        Option(
            variable="MAILTRAP_SANDBOX_ID",
            name="sandbox_id",
            comment=_("sandbox, to send nothing for real"),
            example="1234567",
            required=False,
        ),
        Option(
            variable="MAILTRAP_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="MAILTRAP_API_TOKEN",
        keys="Settings > API tokens, https://mailtrap.io/api-tokens",
        senders="Sending domains, https://mailtrap.io/sending/domains",
        account="https://mailtrap.io",
        address="MAILTRAP_API_URL",
    ),
    relay=r"(live|bulk)\.smtp\.mailtrap\.io",  # https://help.mailtrap.io/article/122-mailtrap-email-sending-smtp-integration
    headers=Headers(
        never=frozenset({"message-id"})
    ),  # not said to be kept: https://api-docs.mailtrap.io/docs/mailtrap-api-docs
    # https://anymail.dev/en/stable/esps/mailtrap/: an email cannot say whether it is tracked
    note=_("tracks opens and clicks until you switch that off for the sending domain"),
    help_hosts=("mailtrap.io",),
    selectors=("rwmt1", "rwmt2"),  # as its page of sending domains shows them
    account=_account,  # https://api-docs.mailtrap.io/docs/mailtrap-api-docs/sending-domains
    webhook=Webhook(
        variable="MAILTRAP_WEBHOOK_SECRET",
        page="Settings > Webhooks, https://mailtrap.io/webhooks",
        events="delivery, soft bounce, bounce, suspension, spam complaint, unsubscribe, reject",
        view="anymail.webhooks.mailtrap.MailtrapTrackingWebhookView",
        fate=_fate,
        signing_key=SigningKey(
            variable="MAILTRAP_TRACKING_SECRET",
            setting="tracking_secret",
            comment=_("signature secret of the webhook"),
            example="0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        ),
        batch="events",
    ),
)
