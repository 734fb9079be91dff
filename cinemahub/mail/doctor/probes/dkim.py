"""What is known of services' SPF names and DKIM selectors; both stand in what each tells its customers to publish."""

import re

from cinemahub.mail.doctor.probes.resolver import Records

# The name by which a domain's SPF record allows a mailbox service. Providers send with an envelope of their own.
SPF_NAMES = {
    "yandex": r"_spf\.yandex\.(net|ru|com)",
    "gmail": r"_spf\.google\.com",
    "mailru": r"_spf\.mail\.ru",
    "outlook": r"spf\.protection\.outlook\.com",
}
# Amazon SES, Postal, Postmark, Scaleway and SparkPost make a selector of their own for each customer.
SELECTORS = {
    "yandex": ["mail"],
    "gmail": ["google"],
    "mailru": ["mailru"],
    "outlook": ["selector1", "selector2"],
    "brevo": ["brevo1", "brevo2", "mail"],
    "mailersend": ["mlsend", "mlsend2"],
    "mailgun": ["mx", "mailo", "k1", "smtp", "pic"],
    "mailjet": ["mailjet"],
    "mailtrap": ["rwmt1", "rwmt2"],
    "mandrill": ["mandrill", "mte1", "mte2"],
    "resend": ["resend"],
    "unisender_go": ["us"],
}


def allows(includes: set[str], service: str) -> bool:
    """Tell whether one of the names in an SPF record is the service's."""
    return service in SPF_NAMES and any(re.fullmatch(SPF_NAMES[service], name) for name in includes)


def signing_selector(records: Records, domain: str, service: str) -> str | None:
    """Return a selector of the service that has a key in the domain; "" if none has, None if they are not known."""
    if service not in SELECTORS:
        return None
    return next((each for each in SELECTORS[service] if _has_key(records, f"{each}._domainkey.{domain}")), "")


def _has_key(records: Records, name: str) -> bool:
    return any(re.search(r"\bp=\s*[A-Za-z0-9+/]", text) for text in records.texts(name))
