from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, SigningKey, Webhook, at


def _account(api: Api) -> Domains:
    """Ask for an email that does not exist; Postal answers 200 to everything and names the error inside."""
    headers = {"X-Server-API-Key": api.option("api_key")}
    answer = api.post("api/v1/messages/message", json={"id": 0}, headers=headers)
    if "apikey" in str(answer.get("data", {}).get("code", "")).lower() or "AccessDenied" in str(answer):
        api.refuse_key()
    return None


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://docs.postalserver.io/developer/webhooks"""
    return Fate.HARD if at(raw, "payload", "status") == "HardFail" else None


SERVICE = Provider(
    key="postal",
    name="Postal",
    # https://anymail.dev/en/stable/esps/postal/
    options=(
        Option(variable="POSTAL_API_KEY", name="api_key", comment=_("API key"), example="0000", secret=True),
        Option(
            variable="POSTAL_API_URL",
            name="api_url",
            comment=_("address of your server"),
            example="https://postal.cinemahub.example",
        ),
    ),
    pages=Pages(
        key="POSTAL_API_KEY",
        keys=_("your Postal server > Credentials"),
        senders=_("your Postal server > Domains"),
        account=_("your Postal server"),
        address="POSTAL_API_URL",
    ),
    headers=Headers(never=frozenset({"message-id"})),  # app/models/outgoing_message_prototype.rb in postalserver/postal
    note=_("tracks opens and clicks if the server has a track domain"),
    key_travels_by="tag",
    account=_account,  # https://docs.postalserver.io/developer/api
    webhook=Webhook(
        variable="POSTAL_WEBHOOK_SECRET",
        page=_("your Postal server > Webhooks"),
        events="MessageSent, MessageDelayed, MessageDeliveryFailed, MessageHeld, MessageBounced",
        view="anymail.webhooks.postal.PostalTrackingWebhookView",
        fate=_fate,
        signing_key=SigningKey(
            variable="POSTAL_WEBHOOK_KEY",
            setting="webhook_key",
            comment=_("public key: what stands after p= in the server's DKIM record"),
            example="MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ",
        ),
    ),
)
