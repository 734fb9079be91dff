"""What the admin's first page says of the mail."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cinemahub.mail.admin import charts
from cinemahub.mail.figures.hours import Fate, last_hours
from cinemahub.mail.figures.news import news
from cinemahub.mail.figures.quota import quota
from cinemahub.mail.figures.transports import transports
from cinemahub.mail.models import OutboxLetter, Worker


def overview() -> dict[str, Any]:
    hours = last_hours()
    numbers, times = charts.numbers(hours), charts.times(hours)
    return {
        "news": news(),
        "hours": hours,
        "fates": [(fate.value, fate_in_words(fate)) for fate in charts.ORDER],
        "table": [(hour, [hour.fates[fate] for fate in charts.ORDER]) for hour in hours if hour.total],
        "numbers": numbers,
        "times": times,
        "time_marks": [(mark, short(mark.value)) for mark in times.marks],
        "quota": quota(),
        "transports": transports(),
        "waiting": OutboxLetter.objects.waiting().count(),
        "workers": Worker.objects.living().count(),
        "size": {"width": charts.WIDTH, "height": charts.HEIGHT + 2 * charts.TOP, "left": charts.LEFT},
    }


def fate_in_words(fate: Fate) -> str:
    return {
        Fate.SENT: _("sent"),
        Fate.CAME_BACK: _("came back"),
        Fate.FAILED: _("failed"),
        Fate.LEFT: _("not sent on purpose"),
    }[fate]


def short(seconds: float | None) -> str:
    """Say a duration in a few characters: 0.4 s, 12 s, 3 min, 1 h."""
    if seconds is None:
        return ""
    if seconds < 1:
        return pgettext("seconds", "%s s") % number_format(seconds, 1)
    if seconds < 60:
        return pgettext("seconds", "%s s") % round(seconds)
    if seconds < 3600:
        return pgettext("minutes", "%s min") % round(seconds / 60)
    return pgettext("hours", "%s h") % round(seconds / 3600)
