"""Acknowledged late, as for tasks that may be done twice: what a killed worker had in hand is not lost at once."""

import os

from celery import Celery

from bench.peers.composing import reset_for

app = Celery("bench", broker=f"redis://127.0.0.1:{os.environ.get('BENCH_REDIS_PORT', '6379')}/0")
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=True, task_ignore_result=True)


def send_reset(address: str) -> None:
    reset_for(address).send()


_task = app.task(send_reset)


def enqueue(address: str) -> None:
    _task.delay(address)
