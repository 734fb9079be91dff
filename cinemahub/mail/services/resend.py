from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains, bearer
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, SigningKey, Webhook, at


def _account(api: Api) -> Domains:
    answer = api.get("domains", headers=bearer(api.option("api_key")))
    return {each["name"]: each["status"] == "verified" for each in answer["data"]}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://resend.com/docs/webhooks/event-types"""
    match raw.get("type"):
        case "email.bounced" if at(raw, "data", "bounce", "subType") in {"Suppressed", "OnAccountSuppressionList"}:
            return Fate.REJECTED
        case "email.bounced":
            return Fate.HARD if at(raw, "data", "bounce", "type") == "Permanent" else Fate.SOFT
        case "email.failed" | "email.suppressed":
            return Fate.REJECTED
    return None


def _lift(api: Api, address: str) -> None:
    """https://resend.com/docs/api-reference/suppressions/remove-suppression"""
    api.delete(f"suppressions/{quote(address, safe='')}", headers=bearer(api.option("api_key")))


def _hooks(api: Api) -> list[object]:
    """https://resend.com/docs/api-reference/webhooks/list-webhooks"""
    return [each["endpoint"] for each in api.get("webhooks", headers=bearer(api.option("api_key")))["data"]]


def _enter(api: Api, address: str) -> object:
    """https://resend.com/docs/api-reference/webhooks/create-webhook"""
    names = ("sent", "delivered", "delivery_delayed", "bounced", "complained", "failed", "suppressed")
    hook = {"endpoint": address, "events": [f"email.{name}" for name in names]}
    return api.post("webhooks", json=hook, headers=bearer(api.option("api_key")))["signing_secret"]


SERVICE = Provider(
    key="resend",
    name="Resend",
    # https://anymail.dev/en/stable/esps/resend/
    options=(
        Option(variable="RESEND_API_KEY", name="api_key", comment=_("API key"), example="re_0000", secret=True),
        Option(
            variable="RESEND_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="RESEND_API_KEY",
        keys="API Keys, https://resend.com/api-keys",
        senders="Domains, https://resend.com/domains",
        account="https://resend.com",
        address="RESEND_API_URL",
    ),
    relay=r"smtp\.resend\.com",  # https://resend.com/docs/send-with-smtp
    headers=Headers(never=frozenset({"message-id"})),  # it sends through Amazon SES, which replaces it
    # https://resend.com/docs/dashboard/domains/tracking
    note=_("tracks opens and clicks if that is switched on for the domain"),
    help_hosts=("resend.com",),
    selectors=("resend",),  # as its page of sending domains shows them
    account=_account,  # https://resend.com/docs/api-reference/domains/list-domains
    lift=_lift,
    webhook=Webhook(
        variable="RESEND_WEBHOOK_SECRET",
        page="Webhooks, https://resend.com/webhooks",
        events="email.sent, email.delivered, email.delivery_delayed, email.bounced, email.complained, email.failed, "
        "email.suppressed",
        view="anymail.webhooks.resend.ResendTrackingWebhookView",
        fate=_fate,
        hooks=_hooks,
        enter=_enter,
        signing_key=SigningKey(
            variable="RESEND_SIGNING_SECRET",
            setting="signing_secret",
            comment=_("signing secret of the webhook"),
            example="whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
        ),
    ),
)
