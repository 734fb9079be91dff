from urllib.parse import quote, urlsplit

from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, Webhook, at


def _account(api: Api) -> Domains:
    answer = api.get("sending-domains", headers={"Authorization": api.option("api_key")})
    return {each["domain"]: bool(each["status"]["ownership_verified"]) for each in answer["results"]}


CLASSES = {  # https://support.sparkpost.com/docs/deliverability/bounce-classification-codes
    "10": Fate.HARD,
    "25": Fate.REJECTED,
    "30": Fate.HARD,
    "60": Fate.NOTHING,
    "80": Fate.NOTHING,
    "90": Fate.UNSUBSCRIBED,
    "100": Fate.NOTHING,
}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://developers.sparkpost.com/api/webhooks/#header-message-event"""
    event = at(raw, "msys", "message_event")
    return CLASSES.get(str(at(event, "bounce_class"))) if at(event, "type") in {"bounce", "out_of_band"} else None


def _lift(api: Api, address: str) -> None:
    """https://developers.sparkpost.com/api/suppression-list/#suppression-list-delete-delete-a-suppression"""
    api.delete(f"suppression-list/{quote(address, safe='')}", headers={"Authorization": api.option("api_key")})


def _hooks(api: Api) -> list[object]:
    """https://developers.sparkpost.com/api/webhooks/#webhooks-get-list-all-webhooks"""
    return [each["target"] for each in api.get("webhooks", headers={"Authorization": api.option("api_key")})["results"]]


def _enter(api: Api, address: str) -> None:
    """https://developers.sparkpost.com/api/webhooks/#webhooks-post-create-a-webhook"""
    events = [
        "injection", "delivery", "delay", "bounce", "out_of_band", "policy_rejection", "spam_complaint",
        "generation_failure", "generation_rejection",
    ]  # fmt: skip
    hook = {"name": urlsplit(address).hostname, "target": address, "events": events}
    api.post("webhooks", json=hook, headers={"Authorization": api.option("api_key")})


SERVICE = Provider(
    key="sparkpost",
    name="SparkPost",
    # https://anymail.dev/en/stable/esps/sparkpost/
    options=(
        Option(variable="SPARKPOST_API_KEY", name="api_key", comment=_("API key"), example="0000", secret=True),
        Option(
            variable="SPARKPOST_SUBACCOUNT", name="subaccount", comment=_("subaccount"), example="1", required=False
        ),
        Option(
            variable="SPARKPOST_API_URL",
            name="api_url",
            comment=_("API address, if not the one in the US"),
            example="https://api.eu.sparkpost.com/api/v1",
            required=False,
        ),
    ),
    pages=Pages(
        key="SPARKPOST_API_KEY",
        keys="Configuration > API Keys, https://app.sparkpost.com/account/api-keys",
        senders="Configuration > Domains, https://app.sparkpost.com/domains/list/sending",
        account="https://app.sparkpost.com",
        address="SPARKPOST_API_URL",
    ),
    relay=r"smtp(\.eu)?\.sparkpostmail\.com",  # https://developers.sparkpost.com/api/smtp/
    headers=Headers(
        never=frozenset({"message-id"})
    ),  # ignored, as are others: https://anymail.dev/en/stable/esps/sparkpost/
    # else it adds List-Unsubscribe: https://developers.sparkpost.com/api/transmissions/#header-request-body
    extra={"options": {"transactional": True}},
    rewrites_links=True,
    help_hosts=("sparkpost.com",),
    account=_account,  # https://developers.sparkpost.com/api/sending-domains/
    lift=_lift,
    webhook=Webhook(
        variable="SPARKPOST_WEBHOOK_SECRET",
        page="Configuration > Webhooks, https://app.sparkpost.com/webhooks",
        events="injection, delivery, delay, bounce, out_of_band, policy_rejection, spam_complaint, "
        "generation_failure, generation_rejection",
        view="anymail.webhooks.sparkpost.SparkPostTrackingWebhookView",
        fate=_fate,
        hooks=_hooks,
        enter=_enter,
        batch="",
    ),
)
