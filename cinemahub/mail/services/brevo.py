from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, Webhook


def _account(api: Api) -> Domains:
    answer = api.get("senders/domains", headers={"api-key": api.option("api_key")})
    return {each["domain_name"]: bool(each["authenticated"]) for each in answer.get("domains", [])}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://developers.brevo.com/docs/transactional-webhooks"""
    return Fate.HARD if raw.get("event") in {"hard_bounce", "invalid_email"} else None


def _lift(api: Api, address: str) -> None:
    """https://developers.brevo.com/reference/unblock-or-resubscribe-a-transactional-contact"""
    api.delete(f"smtp/blockedContacts/{quote(address, safe='')}", headers={"api-key": api.option("api_key")})


def _hooks(api: Api) -> list[object]:
    """https://developers.brevo.com/reference/get-webhooks"""
    answer = api.get("webhooks", good=404, params={"type": "transactional"}, headers={"api-key": api.option("api_key")})
    return [each["url"] for each in answer.get("webhooks", [])]  # 404 where there is none


def _enter(api: Api, address: str) -> None:
    """https://developers.brevo.com/reference/create-webhook"""
    events = [
        "sent", "delivered", "deferred", "softBounce", "hardBounce", "invalid", "error", "spam", "unsubscribed",
        "blocked",
    ]  # fmt: skip
    hook = {"url": address, "type": "transactional", "events": events}
    api.post("webhooks", json=hook, headers={"api-key": api.option("api_key")})


SERVICE = Provider(
    key="brevo",
    name="Brevo",
    # https://anymail.dev/en/stable/esps/brevo/
    options=(
        Option(variable="BREVO_API_KEY", name="api_key", comment=_("API key"), example="xkeysib-0000", secret=True),
        Option(
            variable="BREVO_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="BREVO_API_KEY",
        keys="Settings > SMTP & API > API keys, https://app.brevo.com/settings/keys/api",
        senders="Settings > Senders, domains & dedicated IPs > Domains, https://app.brevo.com/senders/domain/list",
        account="https://app.brevo.com",
        address="BREVO_API_URL",
    ),
    relay=r"smtp-relay\.(brevo|sendinblue)\.com",  # https://developers.brevo.com/docs/smtp-integration
    headers=Headers(never=frozenset({"message-id"})),  # replaced: https://github.com/PHPMailer/PHPMailer/issues/2859
    # https://help.brevo.com: "Tracking settings for transactional emails"
    note=_("tracks opens and clicks until you switch that off in its settings"),
    wrong_key_starts=("xsmtpsib-",),  # of its SMTP server
    help_hosts=("brevo.com",),
    remedies={
        "ip_not_allowed": _(
            "Authorise this machine's IP address: Settings > Security > Authorised IPs, "
            "https://app.brevo.com/security/authorised_ips."
        ),
    },
    selectors=("brevo1", "brevo2", "mail"),  # as its page of sending domains shows them
    account=_account,  # https://developers.brevo.com/reference/getdomains
    lift=_lift,
    webhook=Webhook(
        variable="BREVO_WEBHOOK_SECRET",
        page="Transactional > Settings > Webhook, https://app-smtp.brevo.com/webhook",
        events="Sent, Delivered, Deferred, Soft bounced, Hard bounced, Invalid email, Error, Complaint, Unsubscribed, "
        "Blocked",
        view="anymail.webhooks.brevo.BrevoTrackingWebhookView",
        fate=_fate,
        hooks=_hooks,
        enter=_enter,
    ),
)
