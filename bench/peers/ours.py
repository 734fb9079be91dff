from bench.accounts import new_client
from cinemahub.mail import outbox
from users.letters import password_reset


def enqueue(address: str) -> None:
    outbox.enqueue(password_reset, to=address, request=new_client())
