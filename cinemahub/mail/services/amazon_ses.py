"""Amazon SES, which is reached through boto3."""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.headers import Headers
from cinemahub.mail.services.service import Option, Pages, Provider
from cinemahub.mail.services.webhook import Fate, Raw, Webhook, at


def _client_params(options: dict[str, Any]) -> dict[str, Any]:
    """Hand everything to boto3, which would otherwise turn one lost reply into three emails."""
    connect, answer = options.pop("timeout")
    config = {"connect_timeout": connect, "read_timeout": answer, "retries": {"total_max_attempts": 1}}
    return {"client_params": options | {"config": config}}


def _account(api: Api) -> Domains:
    identities = api.boto().list_email_identities(PageSize=1000)["EmailIdentities"]
    return {each["IdentityName"].rpartition("@")[2]: bool(each["SendingEnabled"]) for each in identities}


def _fate(raw: Raw) -> Fate | None:
    """Shapes: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html"""
    match raw.get("eventType") or raw.get("notificationType"):
        case "Bounce" if at(raw, "bounce", "bounceSubType") in {"Suppressed", "OnAccountSuppressionList"}:
            return Fate.REJECTED
        case "Bounce":
            return Fate.HARD if at(raw, "bounce", "bounceType") == "Permanent" else Fate.SOFT
        case "Complaint" if at(raw, "complaint", "complaintFeedbackType") == "not-spam":  # RFC 6430
            return Fate.NOTHING
        case "Complaint" if at(raw, "complaint", "complaintSubType") == "OnAccountSuppressionList":
            return Fate.REJECTED
        case "DeliveryDelay":
            return Fate.DEFERRED
    return None


def _lift(api: Api, address: str) -> None:
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DeleteSuppressedDestination.html"""
    client = api.boto()
    with suppress(client.exceptions.NotFoundException):
        client.delete_suppressed_destination(EmailAddress=address)


SERVICE = Provider(
    key="amazon_ses",
    name="Amazon SES",
    # https://anymail.dev/en/stable/esps/amazon_ses/
    options=(
        Option(variable="AMAZON_SES_REGION_NAME", name="region_name", comment=_("region"), example="eu-central-1"),
        Option(
            variable="AMAZON_SES_ACCESS_KEY_ID",
            name="aws_access_key_id",
            comment=_("key, unless the machine has a role"),
            example="AKIA0000",
            required=False,
            secret=True,
        ),
        Option(
            variable="AMAZON_SES_SECRET_ACCESS_KEY",
            name="aws_secret_access_key",
            comment=_("secret of the key"),
            example="secret",
            required=False,
            secret=True,
        ),
        Option(
            variable="AMAZON_SES_ENDPOINT_URL",
            name="endpoint_url",
            comment=_("endpoint, if not the region's"),
            example="https://ses.example/",
            required=False,
        ),
    ),
    backend_options=_client_params,
    pages=Pages(
        key="AMAZON_SES_ACCESS_KEY_ID, AMAZON_SES_SECRET_ACCESS_KEY",
        keys="IAM > Users > Security credentials, https://console.aws.amazon.com/iam/",
        senders="Amazon SES > Configuration > Identities, https://console.aws.amazon.com/ses/",
        account="Amazon SES > Account dashboard, https://console.aws.amazon.com/ses/",
        address="AMAZON_SES_REGION_NAME",
    ),
    relay=r"email-smtp\.[a-z0-9-]+\.amazonaws\.com",  # https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html
    headers=Headers(),  # https://docs.aws.amazon.com/ses/latest/dg/header-fields.html: Message-ID and Date are replaced
    says=r"arn:aws|failed the check in region",
    help_hosts=("aws.amazon.com",),
    account=_account,  # https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_ListEmailIdentities.html
    remedies={
        "sending_not_permitted": _(
            "Allow the IAM user behind EMAIL_HOST_USER ses:SendRawEmail for this identity: IAM > Users > Permissions, "
            "https://console.aws.amazon.com/iam/."
        ),
        "key_refused": _(
            "Check %(key)s, AMAZON_SES_REGION_NAME and this machine's clock; the user or role needs the right "
            "ses:SendEmail: %(keys)s."
        ),
        "sender_unverified": _(
            "Verify the domain of DEFAULT_FROM_EMAIL, in the region you send from (AMAZON_SES_REGION_NAME): "
            "%(senders)s. As long as the account is in the sandbox, recipients must be verified too: request "
            "production access there."
        ),
    },
    lift=_lift,
    webhook=Webhook(
        variable="AMAZON_SES_WEBHOOK_SECRET",
        page=_(
            "Amazon SNS > Topics > a separate topic > Create subscription > HTTPS, without raw message delivery; "
            "then Amazon SES > Identities > the domain > Notifications, that topic for all three, with original headers"
        ),
        events="Bounce, Complaint, Delivery",
        view="anymail.webhooks.amazon_ses.AmazonSESTrackingWebhookView",
        fate=_fate,
        content_type="text/plain",
    ),
)
