"""What a diagnosis cannot know and the doctor does, from the steps before."""

from django.utils.translation import gettext as _

from cinemahub.mail.diagnosis.causes.registry import remedy_for
from cinemahub.mail.diagnosis.diagnosis import Diagnosis
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Mark, Note, diagnosed


def told(case: Case, diagnosis: Diagnosis, mark: Mark = Mark.FAILED) -> Note:
    """Tell what is wrong without contradicting what the steps before have found."""
    cause, remedy = in_this_case(case, diagnosis.code, diagnosis.cause, diagnosis.remedy)
    return diagnosed(diagnosis, mark, cause=cause, remedy=remedy)


def in_this_case(case: Case, code: str, cause: str, remedy: str) -> tuple[str, str]:
    """Return cause and remedy as they are after what the steps before have found."""
    if code == "login_missing" and case.logged_in:
        cause = _("The login above was accepted, and yet the server says that a login is required.")
        remedy = _("Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD of an account that can send over SMTP; see the answer.")
    elif code == "relay_denied" and case.logged_in:
        remedy = _("The login is right; put the server for outgoing mail of that account into EMAIL_HOST, not the MX.")
    elif code == "offline" and case.transport.is_smtp and case.transport.mailbox is None:
        remedy += " " + _("If other names can be resolved: %s") % remedy_for("host_unknown")
    return cause, remedy
