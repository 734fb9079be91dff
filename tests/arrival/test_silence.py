from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.arrival.record import record
from cinemahub.mail.arrival.told import Told
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.models.outbox_letter import new_key, new_message_id
from cinemahub.mail.sending.status import mail_status
from cinemahub.mail.services.webhook import Fate
from tests.arrival.providers.unsigned import Brevo


@pytest.fixture(autouse=True)
def through_brevo(settings: Settings) -> None:
    settings.MAILERS = settings.MAILERS | {"default": {"BACKEND": "anymail.backends.brevo.EmailBackend"}}


@pytest.fixture
def many(sent: OutboxLetter) -> OutboxLetter:
    """Twenty more emails that were accepted two hours ago."""
    OutboxLetter.objects.update(finished_at=timezone.now() - timedelta(hours=2), transport="default")
    sent.refresh_from_db()
    for _ in range(20):
        sent.pk, sent.key, sent.message_id = None, new_key(), new_message_id()
        sent.save(force_insert=True)
    return sent


def said() -> bool:
    return any("mail_webhook" in problem for problem in mail_status().problems)


def test_many_emails_of_which_no_event_tells_are_a_problem(many: OutboxLetter, settings: Settings) -> None:
    settings.MAIL_WEBHOOK = Brevo().settings
    assert said()
    OutboxLetter.objects.update(transport="news")  # which goes by another service
    assert not said()


def test_one_event_shows_that_the_webhook_works(many: OutboxLetter, settings: Settings) -> None:
    settings.MAIL_WEBHOOK = Brevo().settings
    record(Told(source="brevo", fate=Fate.DELIVERED, recipient=many.address, keys=[many.key]))
    assert not said()


def test_few_emails_or_no_webhook_are_no_problem(many: OutboxLetter, settings: Settings) -> None:
    assert not said()
    settings.MAIL_WEBHOOK = Brevo().settings
    OutboxLetter.objects.filter(pk__lt=many.pk - 3).delete()
    assert not said()
