"""Staging as it is, plus what a measurement adds: a folder of its own and the queue it is compared with."""

import os
from pathlib import Path

from settings import staging
from settings.staging import *

STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"

INSTALLED_APPS = [*staging.INSTALLED_APPS, "bench", "django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
