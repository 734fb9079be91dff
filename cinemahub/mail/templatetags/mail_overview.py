from datetime import datetime

from django import template
from django.template.defaultfilters import date
from django.utils import timezone

from cinemahub.mail.admin.overview import short
from cinemahub.mail.figures.news import moment

register = template.Library()

register.filter("short", short)
register.filter("moment_of_mail", moment)


@register.filter
def hour(begins: datetime) -> str:
    """Name an hour of these days: Mon 17:00."""
    return date(timezone.localtime(begins), "D H:i")
