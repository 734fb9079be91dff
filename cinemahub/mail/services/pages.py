"""Who carries the letters: recognised by host or name, with the pages and variables that remedies speak of."""

import re
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Pages(NamedTuple):
    name: str | Promise = _("The provider")
    key: str | Promise = _("the variable of the key")
    keys: str | Promise = _("the provider's page of API keys")
    senders: str | Promise = _("the provider's page of sending domains")
    account: str | Promise = _("the provider's site")
    address: str | Promise = _("the API address")


MAILBOXES = {
    "yandex": r"yandex|ya\.cc|authentication failed: (invalid user or password|this user does not have|.*\beula\b)",
    "gmail": r"gmail|google|gsmtp",
    "mailru": r"mail\.ru|parol prilozheniya",
    "outlook": r"outlook|office365|microsoft|hotmail|5\.7\.139|storedrv",
}
PAGES = {
    "api": Pages(),
    "amazon_ses": Pages(
        "Amazon SES",
        "AMAZON_SES_ACCESS_KEY_ID, AMAZON_SES_SECRET_ACCESS_KEY",
        "IAM > Users > Security credentials, https://console.aws.amazon.com/iam/",
        "Amazon SES > Configuration > Identities, https://console.aws.amazon.com/ses/",
        "Amazon SES > Account dashboard, https://console.aws.amazon.com/ses/",
        "AMAZON_SES_REGION_NAME",
    ),
    "brevo": Pages(
        "Brevo",
        "BREVO_API_KEY",
        "Settings > SMTP & API > API keys, https://app.brevo.com/settings/keys/api",
        "Settings > Senders, domains & dedicated IPs > Domains, https://app.brevo.com/senders/domain/list",
        "https://app.brevo.com",
        "BREVO_API_URL",
    ),
    "mailersend": Pages(
        "MailerSend",
        "MAILERSEND_API_TOKEN",
        "Integrations > API tokens, https://app.mailersend.com/api-tokens",
        "Domains, https://app.mailersend.com/domains",
        "https://app.mailersend.com",
        "MAILERSEND_API_URL",
    ),
    "mailgun": Pages(
        "Mailgun",
        "MAILGUN_API_KEY",
        "Send > Sending > Domain settings > Sending keys, https://app.mailgun.com",
        "Send > Sending > Domains, https://app.mailgun.com/mg/sending/domains",
        "https://app.mailgun.com",
        "MAILGUN_API_URL",
    ),
    "mailjet": Pages(
        "Mailjet",
        "MAILJET_API_KEY, MAILJET_SECRET_KEY",
        "Account settings > REST API > API key management, https://app.mailjet.com/account/apikeys",
        "Account settings > Senders & domains, https://app.mailjet.com/account/sender",
        "https://app.mailjet.com",
        "MAILJET_API_URL",
    ),
    "mailtrap": Pages(
        "Mailtrap",
        "MAILTRAP_API_TOKEN",
        "Settings > API tokens, https://mailtrap.io/api-tokens",
        "Sending domains, https://mailtrap.io/sending/domains",
        "https://mailtrap.io",
        "MAILTRAP_API_URL",
    ),
    "mandrill": Pages(
        "Mandrill",
        "MANDRILL_API_KEY",
        "Settings > SMTP & API info, https://mandrillapp.com/settings",
        "Settings > Domains, https://mandrillapp.com/settings/sending-domains",
        "https://mandrillapp.com",
        "MANDRILL_API_URL",
    ),
    "postal": Pages(
        "Postal",
        "POSTAL_API_KEY",
        _("your Postal server > Credentials"),
        _("your Postal server > Domains"),
        _("your Postal server"),
        "POSTAL_API_URL",
    ),
    "postmark": Pages(
        "Postmark",
        "POSTMARK_SERVER_TOKEN",
        "Servers > your server > API Tokens, https://account.postmarkapp.com/servers",
        "Sender Signatures, https://account.postmarkapp.com/signature_domains",
        "https://account.postmarkapp.com",
        "POSTMARK_API_URL",
    ),
    "resend": Pages(
        "Resend",
        "RESEND_API_KEY",
        "API Keys, https://resend.com/api-keys",
        "Domains, https://resend.com/domains",
        "https://resend.com",
        "RESEND_API_URL",
    ),
    "scaleway": Pages(
        "Scaleway",
        "SCALEWAY_SECRET_KEY, SCALEWAY_PROJECT_ID",
        "IAM > API keys, https://console.scaleway.com/iam/api-keys",
        "Transactional Email > Domains, https://console.scaleway.com/transactional-email/domains",
        "https://console.scaleway.com/transactional-email",
        "SCALEWAY_REGION",
    ),
    "sparkpost": Pages(
        "SparkPost",
        "SPARKPOST_API_KEY",
        "Configuration > API Keys, https://app.sparkpost.com/account/api-keys",
        "Configuration > Domains, https://app.sparkpost.com/domains/list/sending",
        "https://app.sparkpost.com",
        "SPARKPOST_API_URL",
    ),
    "unisender_go": Pages(
        "Unisender Go",
        "UNISENDER_GO_API_KEY",
        _("Account > Security > API key, https://go.unisender.ru"),
        _("Domains, https://go.unisender.ru"),
        "https://go.unisender.ru",
        "UNISENDER_GO_API_URL",
    ),
}


def provider_of(host: str, answer: str) -> str:
    """Recognise the provider by its host or name, else by how it speaks; "" if neither tells."""
    name = host.strip().lower().replace(" ", "_")
    return name if name in PAGES else _mailbox(host) or _mailbox(answer)


def _mailbox(text: str) -> str:
    found = (name for name, words in MAILBOXES.items() if re.search(words, text, re.IGNORECASE))
    return next(found, "")
