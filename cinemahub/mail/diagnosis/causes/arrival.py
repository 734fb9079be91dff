from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Verdict

ARRIVAL = {
    "complained": Cause(
        Verdict.RECIPIENT,
        _("The recipient reported an email of this site as spam."),
        _(
            "From now on this address gets only what its owner requests, such as a link to reset a password. "
            "If it was a mistake, lift the suppression in the admin, and at the provider: %(account)s."
        ),
    ),
    "unsubscribed": Cause(
        Verdict.RECIPIENT,
        _("The recipient unsubscribed at the provider, which will refuse the next email."),
        _("Take the address off the provider's list of unsubscribed ones: %(account)s."),
    ),
}
