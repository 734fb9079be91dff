from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, Webhook


def _account(api: Api) -> Domains:
    api.get("server", headers={"X-Postmark-Server-Token": api.option("server_token"), "Accept": "application/json"})
    return None


BOUNCES = {
    "HardBounce": Fate.HARD,
    "BadEmailAddress": Fate.HARD,
    "SpamNotification": Fate.SOFT,  # a filter of the recipient's server took it for spam; the recipient said nothing
    "Unknown": Fate.SOFT,
}
SUPPRESSIONS = {
    "HardBounce": Fate.HARD,
    "SpamComplaint": Fate.COMPLAINED,
    "ManualSuppression": Fate.UNSUBSCRIBED,
}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://postmarkapp.com/developer/webhooks/bounce-webhook"""
    match raw.get("RecordType"):
        case "Bounce":
            return BOUNCES.get(str(raw.get("Type")))
        case "SubscriptionChange":
            suppressed = SUPPRESSIONS.get(str(raw.get("SuppressionReason"))) if raw.get("SuppressSending") else None
            return suppressed or Fate.NOTHING
    return None


def _headers(api: Api) -> dict[str, str]:
    return {"X-Postmark-Server-Token": api.option("server_token"), "Accept": "application/json"}


def _lift(api: Api, address: str) -> None:
    """https://postmarkapp.com/developer/api/suppressions-api#delete-a-suppression"""
    listed = {"Suppressions": [{"EmailAddress": address}]}
    api.post("message-streams/outbound/suppressions/delete", json=listed, headers=_headers(api))


def _hooks(api: Api) -> list[object]:
    """https://postmarkapp.com/developer/api/webhooks-api#list-webhooks"""
    return [each["Url"] for each in api.get("webhooks", headers=_headers(api))["Webhooks"]]


def _enter(api: Api, address: str) -> None:
    """https://postmarkapp.com/developer/api/webhooks-api#create-a-webhook"""
    wanted = {name: {"Enabled": True} for name in ("Delivery", "Bounce", "SpamComplaint", "SubscriptionChange")}
    api.post("webhooks", json={"Url": address, "Triggers": wanted}, headers=_headers(api))


SERVICE = Provider(
    key="postmark",
    name="Postmark",
    # https://anymail.dev/en/stable/esps/postmark/
    options=(
        Option(
            variable="POSTMARK_SERVER_TOKEN",
            name="server_token",
            comment=_("server token"),
            example="0000",
            secret=True,
        ),
        Option(
            variable="POSTMARK_MESSAGE_STREAM",
            name="message_stream",
            comment=_("message stream"),
            example="outbound",
            required=False,
        ),
        Option(
            variable="POSTMARK_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="POSTMARK_SERVER_TOKEN",
        keys="Servers > your server > API Tokens, https://account.postmarkapp.com/servers",
        senders="Sender Signatures, https://account.postmarkapp.com/signature_domains",
        account="https://account.postmarkapp.com",
        address="POSTMARK_API_URL",
    ),
    relay=r"smtp(-broadcasts)?\.postmarkapp\.com",  # https://postmarkapp.com/developer/user-guide/send-email-with-smtp
    # https://postmarkapp.com/developer/user-guide/tracking-opens/tracking-opens-per-email
    note=_("tracks opens if that is switched on for the server"),
    rewrites_links=True,
    # https://postmarkapp.com/support/article/1311-how-to-set-custom-message-id
    headers=Headers(adds={"X-PM-KeepID": "true"}, keeps_message_id=True),
    help_hosts=("postmarkapp.com",),
    account=_account,  # https://postmarkapp.com/developer/api/server-api
    lift=_lift,
    webhook=Webhook(
        variable="POSTMARK_WEBHOOK_SECRET",
        page="Servers > your server > your stream > Webhooks, https://account.postmarkapp.com/servers",
        events="Delivery, Bounce, Spam complaint, Subscription change",
        view="anymail.webhooks.postmark.PostmarkTrackingWebhookView",
        fate=_fate,
        hooks=_hooks,
        enter=_enter,
    ),
)
