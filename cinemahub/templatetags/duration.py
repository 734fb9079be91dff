from django import template
from django.utils.translation import gettext, ngettext

SECONDS_IN_A_MINUTE = 60
MINUTES_IN_AN_HOUR = 60
MINUTES_IN_A_DAY = 24 * MINUTES_IN_AN_HOUR

register = template.Library()


@register.filter
def duration(minutes: int) -> str:
    """Say in words how long something lasts, in the largest unit that leaves no rest."""
    if minutes % MINUTES_IN_A_DAY == 0:
        days = minutes // MINUTES_IN_A_DAY
        return ngettext("one day", "%(count)d days", days) % {"count": days}
    if minutes % MINUTES_IN_AN_HOUR == 0:
        hours = minutes // MINUTES_IN_AN_HOUR
        return ngettext("one hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("one minute", "%(count)d minutes", minutes) % {"count": minutes}


@register.filter
def wait(seconds: int) -> str:
    """Say in words how long to wait, to the second: "2 minutes and 5 seconds"."""
    minutes, rest = divmod(seconds, SECONDS_IN_A_MINUTE)
    if not rest and minutes:
        return duration(minutes)
    short = ngettext("one second", "%(count)d seconds", rest) % {"count": rest}
    if not minutes:
        return short
    return gettext("%(minutes)s and %(seconds)s") % {"minutes": duration(minutes), "seconds": short}
