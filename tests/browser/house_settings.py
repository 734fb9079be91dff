"""settings.dev for a house of the tests: with an inbox of its own, pages for every error, and no limit on strangers."""

import os
from pathlib import Path

from settings.dev import *

INBOX_MAILDIR = Path(os.environ["HOUSE_MAILDIR"])
ROOT_URLCONF = "tests.browser.house_urls"
MAIL_LETTERS_AN_HOUR_FOR_ADDRESS = MAIL_LETTERS_A_MINUTE_FROM_CLIENT = 1000
