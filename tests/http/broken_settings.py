"""settings.dev with a page that breaks."""

from settings.dev import *

ROOT_URLCONF = "tests.http.urls"
