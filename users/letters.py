"""Everything the site says to its people by mail."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from cinemahub.mail.letters import Addressee, NotSentError, Templates, letter
from cinemahub.mail.models import OutboxLetter, Reason
from users.models import User
from users.reset_link import reset_link

RESET_STAYS_TRUE = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)

RESET_TEMPLATES = Templates(  # Django's own names
    subject="registration/password_reset_subject.txt",
    text="registration/password_reset_email.txt",
    html="registration/password_reset_email.html",
)


def _sample_reset(address: str) -> Addressee:
    """Give a link that opens nothing and says so."""
    link = settings.SITE_URL + reverse("password_reset_confirm", args=["test", "this-is-a-test"])
    return Addressee(address, "", {"link": link})


@letter(
    "password_reset",
    stays_true_for=RESET_STAYS_TRUE,
    newest_only=True,
    limited=True,
    templates=RESET_TEMPLATES,
    sample=_sample_reset,
)
def password_reset(row: OutboxLetter) -> Addressee:
    """Send the account's owner a link that sets a new password."""
    user = User.objects.with_address(row.address)
    if user is None:
        raise NotSentError(Reason.NO_ACCOUNT)
    if not user.is_active:
        raise NotSentError(Reason.INACTIVE)
    return Addressee(user.email, user.language, {"user": user, "link": reset_link(user)})


@letter("password_changed", stays_true_for=timedelta(days=2))
def password_changed(row: OutboxLetter) -> Addressee:
    """Tell the owner that the password is a new one."""
    return Addressee(row.address, row.language, {"changed_at": row.created_at})


@letter("doctor_test", stays_true_for=RESET_STAYS_TRUE, templates=RESET_TEMPLATES, sample=_sample_reset)
def doctor_test(row: OutboxLetter) -> Addressee:
    """Show mail_doctor how a reset letter fares, without a link that opens anything."""
    return _sample_reset(row.address)
