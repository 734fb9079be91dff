import pytest
from django.utils import timezone

from cinemahub.mail import outbox
from cinemahub.mail.models import OutboxLetter, State
from tests.arrival.returned import Original
from users.letters import password_reset

ANNA = "anna@example.com"


@pytest.fixture
def sent(db: None) -> OutboxLetter:
    """A reset letter that a server took for Anna."""
    row = outbox.enqueue(password_reset, to=ANNA)
    OutboxLetter.objects.filter(pk=row.pk).update(
        state=State.SENT, due_at=None, finished_at=timezone.now(), tries=1, provider_id="provider-4711"
    )
    row.refresh_from_db()
    return row


@pytest.fixture
def original(sent: OutboxLetter) -> Original:
    return Original(sent.message_id, sent.address)
