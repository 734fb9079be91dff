from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Culprit, Verdict

PROVIDER = {
    "key_refused": Cause(
        Verdict.CONFIGURATION,
        _("%(name)s rejected the key: it is wrong, cannot send, or not from this machine's IP address."),
        _("Create a key that can send emails and put it into %(key)s: %(keys)s."),
    ),
    "key_missing": Cause(
        Verdict.CONFIGURATION,
        _("%(name)s: no key is set."),
        _("Create a key that can send emails and put it into %(key)s: %(keys)s."),
    ),
    "key_malformed": Cause(
        Verdict.CONFIGURATION,
        _("%(name)s: the key has characters that no key has: a space, a line end, or one that is not ASCII."),
        _("Copy the key again and put it into %(key)s: %(keys)s."),
    ),
    "sender_unverified": Cause(
        Verdict.CONFIGURATION,
        _("%(name)s does not know the sender's domain, or has not verified it."),
        _("Verify the domain of DEFAULT_FROM_EMAIL by the DNS records shown at: %(senders)s."),
        blames=Culprit.SENDER,
        by_evidence=True,
    ),
    "account_restricted": Cause(
        Verdict.CONFIGURATION,
        _("%(name)s: the account is blocked, limited to tests, or not yet approved."),
        _("Open the account and do what it asks for, or write to its support: %(account)s."),
        by_evidence=True,
    ),
    "credit_used_up": Cause(
        Verdict.HOLD,
        _("%(name)s: the account has no emails or money left."),
        _("Pay, or take a larger plan: %(account)s."),
    ),
    "api_address_wrong": Cause(
        Verdict.CONFIGURATION,
        _("%(name)s: there is no API at that address."),
        _("Check %(address)s; some providers have one address for each region or data centre."),
    ),
    "mailer_misconfigured": Cause(
        Verdict.CONFIGURATION,
        _("The transport in MAILERS is not set up right."),
        _("Run `manage.py check`; it names the variable that is wrong."),
    ),
    "provider_refused_letter": Cause(
        Verdict.LETTER,
        _("%(name)s refuses this email."),
        _("Its answer says what is wrong with it; correct that and send the email again from the admin."),
        by_evidence=True,
    ),
    "feature_unsupported": Cause(
        Verdict.LETTER,
        _("%(name)s cannot carry something the email uses."),
        _("See what the provider supports (https://anymail.dev/en/stable/esps/) and change the email."),
    ),
    "provider_down": Cause(
        Verdict.TRANSIENT,
        _("%(name)s has an internal error."),
        _("The email is sent again automatically. If this keeps happening, check the provider's status page."),
    ),
    "provider_failed": Cause(
        Verdict.TRANSIENT,
        _("%(name)s accepted the email's data and says that it could not send it."),
        _(
            "The email is sent again automatically. If this keeps happening, check the log of sent emails "
            "there: %(account)s."
        ),
        by_evidence=True,
    ),
    "api_unreachable": Cause(
        Verdict.TRANSIENT,
        _("%(name)s does not answer."),
        _(
            "If this keeps happening, check %(address)s, and that a firewall lets this machine make HTTPS "
            "connections to it."
        ),
    ),
    "answer_not_understood": Cause(
        Verdict.UNKNOWN,
        _("The answer to the email cannot be understood, so it is not known whether it was sent."),
        _("Check the log of sent emails there before you send it again from the admin: %(account)s."),
        by_evidence=True,
    ),
}
