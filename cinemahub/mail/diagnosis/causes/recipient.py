from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Culprit, Verdict

_NOTHING = _("Nothing to do: the email is sent again automatically.")

RECIPIENT = {
    "no_such_mailbox": Cause(
        Verdict.RECIPIENT,
        _("The recipient's mailbox does not exist."),
        _("Nothing more is sent to this address. If it was mistyped, the person needs another one in the account."),
        suppresses=True,
    ),
    "mailbox_disabled": Cause(
        Verdict.RECIPIENT,
        _("The recipient's mailbox is switched off."),
        _("The person must open the mailbox again at its mail service, or use another address."),
    ),
    "recipient_refused": Cause(
        Verdict.RECIPIENT,
        _("The server refuses emails to this address."),
        _("Ask the person for another address, or the mail service for the reason; its answer may say more."),
        by_evidence=True,
    ),
    "recipient_undeliverable": Cause(
        Verdict.RECIPIENT,
        _("The recipient's server cannot deliver to this address: the mailbox or its domain may not exist."),
        _("Check how the address is spelt; the person may need another one in the account."),
    ),
    "recipient_not_found": Cause(
        Verdict.TRANSIENT,
        _("The recipient's address may not exist: its server or domain is not found at the moment."),
        _("The email is sent again automatically. If this keeps happening, check how the address is spelt."),
        blames=Culprit.RECIPIENT,
    ),
    "recipient_rejected": Cause(
        Verdict.RECIPIENT,
        _("The provider does not send to this address: it is invalid, bounced before, or complained about an email."),
        _("Look the address up in the provider's suppression list and take it off there: %(account)s."),
    ),
    "address_unusable": Cause(
        Verdict.RECIPIENT,
        _("This address cannot be emailed: it is malformed, or its part before @ is not ASCII."),
        _("The person needs another address in the account. If every email fails like this, check DEFAULT_FROM_EMAIL."),
    ),
    "mailbox_full": Cause(
        Verdict.TRANSIENT,
        _("The recipient's mailbox is full."),
        _("The email is sent again automatically; the person must make room in the mailbox."),
        blames=Culprit.RECIPIENT,
    ),
    "recipient_busy": Cause(
        Verdict.TRANSIENT,
        _("The recipient gets more emails than the mailbox accepts at once."),
        _NOTHING,
        blames=Culprit.RECIPIENT,
    ),
    "greylisted": Cause(
        Verdict.TRANSIENT,
        _("The recipient's server makes unknown senders wait some minutes (greylisting)."),
        _NOTHING,
        blames=Culprit.RECIPIENT,
    ),
    "letter_too_large": Cause(
        Verdict.LETTER,
        _("The email is larger than the server accepts."),
        _("Make its templates or its attachments smaller."),
    ),
    "letter_refused": Cause(
        Verdict.LETTER,
        _("The server refuses this email."),
        _("Its answer says why; compare the email's templates with it."),
        by_evidence=True,
    ),
    "own_sender_refused": Cause(
        Verdict.LETTER,
        _("The server refuses the sender that this email names; it accepts the site's other emails."),
        _("Let the app send it from DEFAULT_FROM_EMAIL, and put the other address into reply_to."),
    ),
    "email_unreadable": Cause(
        Verdict.LETTER,
        _("The email waited encrypted with another SECRET_KEY, so it cannot be read."),
        _("Put the previous key into SECRET_KEY_FALLBACKS, restart the worker, and send it again from the admin."),
    ),
    "broken_letter": Cause(
        Verdict.LETTER,
        _("The email could not be written: there is an error in its templates or in its code."),
        _("Find the traceback in the log, correct the error, and send the email again from the admin."),
    ),
}
