"""Staging as it is, plus what a measurement adds: a folder of its own and the queue it is compared with."""

import os
from pathlib import Path

from settings import staging
from settings.staging import *

STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"

INSTALLED_APPS = [*staging.INSTALLED_APPS, "bench", "django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

if "BENCH_API_URL" in os.environ:
    _options = {"api_key": os.environ["BENCH_API_KEY"], "api_url": os.environ["BENCH_API_URL"]}
    MAILERS = {"default": {"BACKEND": "anymail.backends.unisender_go.EmailBackend", "OPTIONS": _options}}
