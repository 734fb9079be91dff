"""tests.outbox.worker_settings for a site that runs tasks anyhow: TASK_BACKEND names whose."""

import os

from tests.outbox import worker_settings
from tests.outbox.worker_settings import *

MAIL_TASKS = True
TASKS = {"default": {"BACKEND": os.environ["TASK_BACKEND"]}}
INSTALLED_APPS = [*worker_settings.INSTALLED_APPS, os.environ["TASK_APP"]]
RQ_QUEUES = {"default": {"HOST": "127.0.0.1", "PORT": int(os.environ.get("REDIS_PORT", "0")), "DB": 0}}
