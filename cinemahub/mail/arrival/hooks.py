"""When the worker has this room do something."""

from typing import Any

from cinemahub.mail.arrival.returns.watch import start_watching
from cinemahub.mail.models import UsedToken
from cinemahub.mail.signals import day_passed, worker_started


def connect() -> None:
    worker_started.connect(start_watching, dispatch_uid="cinemahub.mail.arrival.returns")
    day_passed.connect(forget_tokens, dispatch_uid="cinemahub.mail.arrival.webhooks")


def forget_tokens(**_signal: Any) -> None:
    UsedToken.forget()
