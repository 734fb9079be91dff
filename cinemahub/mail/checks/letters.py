"""What the letters of all apps must be to each other."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from cinemahub.mail.letters import namesakes


def check_letters() -> Iterator[CheckMessage]:
    for name, places in namesakes().items():
        yield Error(
            _("Several emails are called %(name)s: %(places)s.") % {"name": name, "places": ", ".join(places)},
            hint=_("Rename all but one, or people get the text of one where they asked for another."),
            id="cinemahub.mail.E019",
        )
