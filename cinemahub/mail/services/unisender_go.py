from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, SigningKey, Webhook, at


def _account(api: Api) -> Domains:
    answer = api.post("domain/list.json", json={"limit": 1000}, headers={"X-API-KEY": api.option("api_key")})
    return {
        each["domain"]: each["verification-record"]["status"] == "confirmed" and each["dkim"]["status"] == "active"
        for each in answer["domains"]
    }


STATUSES = {  # https://godocs.unisender.ru/web-api-ref#delivery-status
    "err_user_unknown": Fate.HARD,
    "err_user_inactive": Fate.HARD,
    "err_domain_inactive": Fate.HARD,
    "err_unsubscribed": Fate.REJECTED,
    "err_spam_skipped": Fate.REJECTED,
    "err_skip_letter": Fate.REJECTED,
    "err_blacklisted": Fate.REJECTED,
}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://godocs.unisender.ru/web-api-ref#callback-format"""
    status = str(at(raw, "delivery_info", "delivery_status"))
    return STATUSES.get(status) if raw.get("status") == "hard_bounced" else None


def _lift(api: Api, address: str) -> None:
    """https://godocs.unisender.ru/web-api-ref#suppression-delete"""
    api.post("suppression/delete.json", json={"email": address}, headers={"X-API-KEY": api.option("api_key")})


def _hooks(api: Api) -> list[object]:
    """https://godocs.unisender.ru/web-api-ref#webhook-list"""
    answer = api.post("webhook/list.json", json={"limit": 100}, headers={"X-API-KEY": api.option("api_key")})
    return [each["url"] for each in answer["objects"]]


def _enter(api: Api, address: str) -> None:
    """https://godocs.unisender.ru/web-api-ref#webhook-set"""
    statuses = ["sent", "delivered", "soft_bounced", "hard_bounced", "spam", "unsubscribed"]
    hook = {"url": address, "event_format": "json_post", "events": {"email_status": statuses}}
    api.post("webhook/set.json", json=hook, headers={"X-API-KEY": api.option("api_key")})


SERVICE = Provider(
    key="unisender_go",
    name="Unisender Go",
    # https://anymail.dev/en/stable/esps/unisender_go/
    options=(
        Option(variable="UNISENDER_GO_API_KEY", name="api_key", comment=_("API key"), example="0000", secret=True),
        Option(
            variable="UNISENDER_GO_API_URL",
            name="api_url",
            comment=_("data centre"),
            example="https://go1.unisender.ru/ru/transactional/api/v1/",
        ),
    ),
    pages=Pages(
        key="UNISENDER_GO_API_KEY",
        keys=_("Account > Security > API key, https://go.unisender.ru"),
        senders=_("Domains, https://go.unisender.ru"),
        account="https://go.unisender.ru",
        address="UNISENDER_GO_API_URL",
    ),
    relay=r"smtp\.go[12]\.unisender\.ru",  # https://godocs.unisender.ru/smtp-api
    # https://godocs.unisender.ru/web-api-ref#email-send: its support must allow it
    extra={"skip_unsubscribe": 1},
    note=_("adds an unsubscribe link until its support lets the account leave it out"),
    rewrites_links=True,
    headers=Headers(only=frozenset(), prefixes=("x-",)),  # https://godocs.unisender.ru/web-api-ref#email-send
    help_hosts=("unisender.ru",),
    selectors=("us",),  # as its page of sending domains shows them
    remedies={
        "account_restricted": _(
            "Open the account and do what it asks for: %(account)s. If the answer names skip_unsubscribe, ask its "
            "support to allow emails without an unsubscribe link."
        ),
    },
    account=_account,  # https://godocs.unisender.ru/web-api-ref#domain-list
    lift=_lift,
    webhook=Webhook(
        variable="UNISENDER_GO_WEBHOOK_SECRET",
        page=_("Webhooks, https://go.unisender.ru"),
        events="sent, delivered, soft_bounced, hard_bounced, spam, unsubscribed",
        view="anymail.webhooks.unisender_go.UnisenderGoTrackingWebhookView",
        fate=_fate,
        hooks=_hooks,
        enter=_enter,
        signing_key=SigningKey(
            variable="UNISENDER_GO_API_KEY", setting="api_key", comment=_("API key"), example="0000"
        ),
    ),
)
