"""What a test cannot wait for."""

from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Locator

from tests.browser.house import House

WAIT_PASSES = """
from datetime import timedelta
from django.db.models import F
from cinemahub.mail.models import OutboxLetter
from users.models import Attempt, SignUp
passed = timedelta(seconds={seconds})
OutboxLetter.objects.filter(address={address!r}).update(created_at=F("created_at") - passed)
SignUp.objects.filter(address={address!r}).update(emailed_at=F("emailed_at") - passed)
Attempt.objects.update(at=F("at") - passed)
"""

SIGN_EARLIER = """
import time
from unittest.mock import patch
from urllib.parse import urlsplit
from django.urls import resolve
page = resolve({path!r})
link = page.func.view_class.link
number, marks = link.read(page.kwargs["token"])
with patch("time.time", return_value=time.time() - {seconds}):
    print(urlsplit(link.make(number, *marks)).path)
"""

RESET_EARLIER = """
from datetime import timedelta
from unittest.mock import patch
from users.models import User
from users.reset_link import reset_link, token_generator as generator
earlier = generator._now() - timedelta(seconds={seconds})
with patch.object(generator, "_now", return_value=earlier):
    print(reset_link(User.objects.with_address({address!r})))
"""


def let_pass(house: House, time: timedelta, address: str) -> None:
    """Let the letters to an address, and all failures to sign in, be older by some time."""
    house.shell(WAIT_PASSES.format(seconds=time.total_seconds(), address=address))


def as_if_sent(house: House, link: Locator, ago: timedelta) -> str:
    """Return the path that a letter's signed link would have if the letter had been sent earlier."""
    path = urlsplit(link.get_attribute("href") or "").path
    return house.shell(SIGN_EARLIER.format(path=path, seconds=ago.total_seconds()))


def reset_link_made(house: House, address: str, ago: timedelta) -> str:
    return urlsplit(house.shell(RESET_EARLIER.format(address=address, seconds=ago.total_seconds()))).path
