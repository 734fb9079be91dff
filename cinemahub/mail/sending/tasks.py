"""MAIL_TASKS: a site that runs a backend of django.tasks anyhow lets a task do a worker's turn.

The outbox stays the truth: a lost task, or one too many, does no harm, as a turn sends whatever is due. What must wait
is sent by a later turn, so `mail_worker --once` has to run every minute as well.
"""

from typing import Any

from django.db import connection, transaction
from django.tasks import task

from cinemahub.mail.sending.worker import MailWorker
from cinemahub.mail.signals import enqueued

CONNECTIONS = 2


@task
def send_what_is_due() -> None:
    MailWorker(connections=CONNECTIONS).run_once()


def connect() -> None:
    """Have a turn done after each commit that put something into the outbox."""
    enqueued.connect(_on_enqueued, dispatch_uid="cinemahub.mail.tasks")


def _on_enqueued(**options: Any) -> None:
    if not any(entry[1] is _ask_for_turn for entry in connection.run_on_commit):
        transaction.on_commit(_ask_for_turn, robust=True)  # a broker that is away costs nobody the page


def _ask_for_turn() -> None:
    send_what_is_due.enqueue()
