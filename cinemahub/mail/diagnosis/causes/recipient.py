from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Culprit, Verdict

_NOTHING = _("Nothing to do: the letter is tried again by itself.")

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
        _("The server refuses letters to this address."),
        _("Ask the person for another address, or the mail service for the reason; its answer may say more."),
        by_evidence=True,
    ),
    "recipient_rejected": Cause(
        Verdict.RECIPIENT,
        _("The provider does not send to this address: it is invalid, bounced before, or complained about a letter."),
        _("Look the address up in the provider's suppression list and take it off there: %(account)s."),
    ),
    "address_unusable": Cause(
        Verdict.RECIPIENT,
        _("This address cannot be written to: it is malformed, or its part before @ has letters that are not ASCII."),
        _("The person needs another address in the account. If every letter fails so, check DEFAULT_FROM_EMAIL."),
    ),
    "mailbox_full": Cause(
        Verdict.TRANSIENT,
        _("The recipient's mailbox is full."),
        _("The letter is tried again by itself; the person must make room in the mailbox."),
        blames=Culprit.RECIPIENT,
    ),
    "recipient_busy": Cause(
        Verdict.TRANSIENT,
        _("The recipient gets more letters than the mailbox may take at once."),
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
        _("The letter is larger than the server takes."),
        _("Make the templates of this letter smaller."),
    ),
    "letter_refused": Cause(
        Verdict.LETTER,
        _("The server refuses this letter."),
        _("Its answer says why; compare the letter's templates with it."),
        by_evidence=True,
    ),
    "broken_letter": Cause(
        Verdict.LETTER,
        _("The letter could not be written: there is an error in its templates or in its code."),
        _("Find the traceback in the log, correct the error, and send the letter again from the admin."),
    ),
}
