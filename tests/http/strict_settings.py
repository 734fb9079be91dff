"""settings.staging for a server of the tests: with static files of its own, and a page that breaks."""

import os
from pathlib import Path

from settings.staging import *

STATIC_ROOT = Path(os.environ["STATIC_ROOT"])
ROOT_URLCONF = "tests.http.urls"
