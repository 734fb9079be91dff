"""A letter that cannot be written: the error's own words are the link."""

from datetime import timedelta

from cinemahub.mail.letters import Content, letter
from cinemahub.mail.models import OutboxLetter
from tests.outbox.secret import SECRET


@letter("broken", valid_for=timedelta(hours=1))
def broken(row: OutboxLetter) -> Content:
    return Content(row.address, row.language, {"link": f"https://cinemahub.test/open/{SECRET}/"})
