from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, Webhook


def _account(api: Api) -> Domains:
    headers = {"X-Auth-Token": api.option("secret_key")}
    answer = api.get("domains", headers=headers, params={"project_id": api.option("project_id")})
    return {each["name"]: each["status"] == "checked" for each in answer["domains"]}


def _fate(raw: Raw) -> Fate | None:
    """Types: https://www.scaleway.com/en/docs/transactional-email/reference-content/webhook-events-payloads/"""
    match raw.get("type"):
        case "email_queued":
            return Fate.SENT
        case "email_deferred":
            return Fate.DEFERRED
        case "email_delivered":
            return Fate.DELIVERED
        case "email_dropped" | "email_mailbox_not_found":
            return Fate.HARD
        case "email_blocklisted":
            return Fate.REJECTED
        case "email_spam":  # said by the recipient, unless a server refused it for that
            return Fate.SOFT if raw.get("email_response_code") else Fate.COMPLAINED
    return None


SERVICE = Provider(
    key="scaleway",
    name="Scaleway",
    # https://anymail.dev/en/stable/esps/scaleway/
    options=(
        Option(
            variable="SCALEWAY_SECRET_KEY", name="secret_key", comment=_("secret key"), example="secret", secret=True
        ),
        Option(
            variable="SCALEWAY_PROJECT_ID",
            name="project_id",
            comment=_("project"),
            example="00000000-0000-0000-0000-000000000000",
        ),
        Option(variable="SCALEWAY_REGION", name="region", comment=_("region"), example="fr-par", required=False),
        Option(
            variable="SCALEWAY_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="SCALEWAY_SECRET_KEY, SCALEWAY_PROJECT_ID",
        keys="IAM > API keys, https://console.scaleway.com/iam/api-keys",
        senders="Transactional Email > Domains, https://console.scaleway.com/transactional-email/domains",
        account="https://console.scaleway.com/transactional-email",
        address="SCALEWAY_REGION",
    ),
    relay=r"smtp\.tem\.(scaleway\.com|scw\.cloud)",  # https://www.scaleway.com/en/docs/transactional-email/reference-content/smtp-configuration/
    headers=Headers(
        never=frozenset({"message-id"})
    ),  # not said to be kept: https://www.scaleway.com/en/developers/api/transactional-email/
    help_hosts=("scaleway.com",),
    account=_account,  # https://www.scaleway.com/en/developers/api/transactional-email/
    webhook=Webhook(
        variable="SCALEWAY_WEBHOOK_SECRET",
        page=_(
            "Topics and Events > a topic > Subscriptions > HTTPS; then Transactional Email > the domain > Webhooks, "
            "that topic, https://console.scaleway.com/transactional-email/domains"
        ),
        events="email_queued, email_delivered, email_deferred, email_dropped, email_mailbox_not_found, "
        "email_blocklisted, email_spam",
        view="",
        fate=_fate,
        content_type="text/plain",
    ),
)
