"""Staging as it is, plus what a measurement adds: a folder of its own and the queues it is compared with."""

import os
from importlib.util import find_spec
from pathlib import Path

from settings import staging
from settings.staging import *

STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"

INSTALLED_APPS = [*staging.INSTALLED_APPS, "bench", "django_tasks_db"]
if find_spec("post_office"):
    INSTALLED_APPS.append("post_office")
if find_spec("procrastinate") and staging.DATABASES["default"]["ENGINE"].endswith("postgresql"):  # it has no other
    INSTALLED_APPS.append("procrastinate.contrib.django")
    PROCRASTINATE_IMPORT_PATHS = ["bench.peers.crastinate"]
POST_OFFICE = {"THREADS_PER_PROCESS": int(os.environ["BENCH_CONNECTIONS"])} if "BENCH_CONNECTIONS" in os.environ else {}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

if "BENCH_API_URL" in os.environ:
    _options = {"api_key": os.environ["BENCH_API_KEY"], "api_url": os.environ["BENCH_API_URL"]}
    MAILERS = {"default": {"BACKEND": "anymail.backends.unisender_go.EmailBackend", "OPTIONS": _options}}
