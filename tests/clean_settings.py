"""settings.dev as a fresh clone has it: a test must not send through the mailbox in somebody's .env."""

import os

os.environ["ENV_FILE"] = os.devnull

from settings.dev import *
