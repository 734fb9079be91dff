"""settings.dev with waits short enough for tests, and with transports that a test hands over as JSON."""

import json
import os

from settings import dev
from settings.dev import *

INSTALLED_APPS = [*dev.INSTALLED_APPS, "tests.outbox"]
MAILERS = json.loads(os.environ["MAILERS"])
DEFAULT_FROM_EMAIL = "Cinemahub <site@cinemahub.test>"
MAIL_TRY_SECONDS = int(os.environ.get("MAIL_TRY_SECONDS", "2"))
MAIL_LEASE_SECONDS = int(os.environ.get("MAIL_LEASE_SECONDS", "5"))
