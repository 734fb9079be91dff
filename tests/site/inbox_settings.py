"""settings.dev with an inbox of its own."""

import os
from pathlib import Path

from settings.dev import *

INBOX_MAILDIR = Path(os.environ["INBOX_MAILDIR"])
