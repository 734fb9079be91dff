from django.tasks import task

from bench.peers.composing import reset_for


@task
def send_reset(address: str) -> None:
    reset_for(address).send()


def enqueue(address: str) -> None:
    send_reset.enqueue(address)
