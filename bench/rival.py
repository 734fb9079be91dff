"""What a task queue in the database does: one task a mail, sent with Django's own backend."""

from django.tasks import task
from django.utils import timezone

from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.compose import compose
from users.letters import password_reset


@task
def send_reset(address: str) -> None:
    compose(OutboxLetter(kind=password_reset.name, address=address, created_at=timezone.now())).send()
