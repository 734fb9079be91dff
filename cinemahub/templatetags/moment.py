from datetime import datetime

from django import template
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext_lazy

ZONES = {"MSK": pgettext_lazy("time zone", "MSK")}  # others are called the same in every language of the site

register = template.Library()


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """Say when something happened, in the site's time zone and with its name: "22 November 2026, 13:50 UTC"."""
    said, zone = format_date(at, gettext("j E Y, H:i")), at.tzname() or ""
    if zone.startswith(("+", "-")):  # many zones have no letters
        zone = f"UTC{zone}"
    return f"{said} {ZONES.get(zone, zone)}"
