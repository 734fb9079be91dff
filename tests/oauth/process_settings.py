"""settings.dev of a worker of its own, whose transport signs in with tokens of a test's authorization server."""

import json
import os

from tests.outbox.worker_settings import *

MAIL_OAUTH = json.loads(os.environ["MAIL_OAUTH"])
DEFAULT_FROM_EMAIL = SERVER_EMAIL = "post@cinemahub.example"
