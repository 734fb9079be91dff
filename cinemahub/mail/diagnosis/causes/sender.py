from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Culprit, Verdict

HOUR = 60 * 60

_REST = _(
    "Send nothing for 24 hours, as each try extends the block; then send one email by hand. In the long run send from "
    "your own domain with DKIM, or through a provider (EMAIL_PROVIDER, settings.production)."
)

SENDER = {
    "sender_not_owned": Cause(
        Verdict.CONFIGURATION,
        _("The sender's address does not belong to the mailbox that logged in."),
        _(
            "Set DEFAULT_FROM_EMAIL and SERVER_EMAIL to the address in EMAIL_HOST_USER, or to another that the account "
            "owns; a name before it is fine."
        ),
        blames=Culprit.SENDER,
    ),
    "sender_unauthenticated": Cause(
        Verdict.CONFIGURATION,
        _("The sender's domain does not vouch for this server: SPF, DKIM or DMARC fails."),
        _("Publish SPF and DKIM for the domain in DEFAULT_FROM_EMAIL, or send from the address in EMAIL_HOST_USER."),
        blames=Culprit.SENDER,
    ),
    "sender_refused": Cause(
        Verdict.CONFIGURATION,
        _("The server refuses the sender's address."),
        _("Set DEFAULT_FROM_EMAIL and SERVER_EMAIL to the address in EMAIL_HOST_USER; its domain must exist in DNS."),
        blames=Culprit.SENDER,
    ),
    "sender_malformed": Cause(
        Verdict.CONFIGURATION,
        _("The sender's address, or the one for replies, is malformed."),
        _("Correct DEFAULT_FROM_EMAIL or MAIL_REPLY_TO. A name with a comma, dot or colon needs double quotes."),
        blames=Culprit.SENDER,
    ),
    "refused_alike": Cause(
        Verdict.CONFIGURATION,
        _("Emails to different people are refused in the same words, so it is not about one of them."),
        _("Read the answer: it is about the sender in DEFAULT_FROM_EMAIL, the account or this machine's address."),
        blames=Culprit.SENDER,
    ),
    "sender_cannot_receive": Cause(
        Verdict.CONFIGURATION,
        _("The sender's domain says by a null MX record that it accepts no mail, so its emails are refused."),
        _("Give the domain of DEFAULT_FROM_EMAIL an MX record, or send from a domain that has one."),
        blames=Culprit.SENDER,
    ),
    "relay_denied": Cause(
        Verdict.CONFIGURATION,
        _("The server passes emails on only for those who log in, or only to its own domains."),
        _("Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD, and in EMAIL_HOST the server for outgoing mail, not the MX."),
    ),
    "greeting_refused": Cause(
        Verdict.CONFIGURATION,
        _("The server refuses the name this machine introduces itself with."),
        _("Give this machine a full host name that exists in DNS (`hostname -f` shows it)."),
    ),
    "ptr_missing": Cause(
        Verdict.CONFIGURATION,
        _("This machine's IP address has no PTR record, or the name in it does not lead back to the address."),
        _("Ask the hosting company for a PTR record that fits this machine's name, or send through a provider."),
    ),
    "host_blocked": Cause(
        Verdict.HOLD,
        _("This machine's IP address is blocked, or on a list of senders of spam."),
        _("Follow the link in the answer to have it removed, or send through a mailbox or a provider."),
    ),
    "server_refused": Cause(
        Verdict.CONFIGURATION,
        _("The server accepts no connections from this machine."),
        _("Check EMAIL_HOST and EMAIL_PORT: emails go to the server for outgoing mail, on port 465 or 587."),
    ),
    "spam_suspected": Cause(
        Verdict.HOLD,
        _("The filter for outgoing mail took the email for spam: a young mailbox, a bare link, too many emails."),
        _REST,
    ),
    "policy_refused": Cause(
        Verdict.HOLD,
        _("The mail service blocks this sender by its policy: too many emails, their content, or the IP address."),
        _(
            "Send nothing for a while and follow the link in the answer, or ask the mail service why and to lift it. "
            "In the long run send through a provider (EMAIL_PROVIDER, settings.production)."
        ),
    ),
    "sending_too_fast": Cause(
        Verdict.HOLD,
        _("This sender sends faster than the mail service accepts."),
        _("Let the sender rest, then send more slowly: start mail_worker with fewer --connections."),
        rest_seconds=HOUR,
    ),
    "day_limit": Cause(
        Verdict.HOLD,
        _("This account has sent all the emails it can send for now."),
        _("Wait 24 hours, or send through a provider (EMAIL_PROVIDER, settings.production)."),
        at_provider=_("Wait until the limit resets, or choose a larger plan: %(account)s."),
    ),
    "too_many_connections": Cause(
        Verdict.TRANSIENT,
        _("Too many connections to the server at once."),
        _("If this keeps happening, start mail_worker with fewer --connections (Outlook allows three)."),
    ),
    "throttled": Cause(
        Verdict.TRANSIENT,
        _("Emails come faster than the server or the provider accepts them."),
        _(
            "The email is sent again automatically. If this keeps happening, start mail_worker with fewer "
            "--connections."
        ),
    ),
    "temporary_answer": Cause(
        Verdict.TRANSIENT,
        _("The server cannot accept the email at the moment."),
        _("The email is sent again automatically. If this keeps happening, the server's answer may say why."),
        by_evidence=True,
    ),
}
