from procrastinate.contrib.django import app

from bench.peers.composing import reset_for


def send_reset(address: str) -> None:
    reset_for(address).send()


_task = app.task(send_reset)


def enqueue(address: str) -> None:
    _task.defer(address=address)
