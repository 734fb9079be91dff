"""A letter that cannot be written, as the error's own words are the link; and two that many people get."""

from datetime import timedelta

from django.conf import settings

from cinemahub.mail.headers import one_click_unsubscribe
from cinemahub.mail.letters import Content, Priority, letter
from cinemahub.mail.models import OutboxLetter
from tests.outbox.secret import SECRET


@letter("broken", valid_for=timedelta(hours=1))
def broken(row: OutboxLetter) -> Content:
    return Content(row.address, row.language, {"link": f"https://cinemahub.test/open/{SECRET}/"})


@letter("newsletter", valid_for=timedelta(hours=1), priority=Priority.BULK)
def newsletter(row: OutboxLetter) -> Content:
    return Content(row.address, row.language, {})


def unsubscribe_link(content: Content) -> str:
    return f"https://cinemahub.test/unsubscribe/{content.address.partition('@')[0]}/"


@letter(
    "bulletin",
    valid_for=timedelta(hours=1),
    priority=Priority.BULK,
    transport="bulk" if "bulk" in settings.MAILERS else "default",
    sender="News <news@cinemahub.test>",
    reply_to="editors@cinemahub.test",
    headers=one_click_unsubscribe(unsubscribe_link),
)
def bulletin(row: OutboxLetter) -> Content:
    return Content(row.address, row.language, {})
