import pytest
from django.utils import timezone

from cinemahub.mail.models import Worker
from cinemahub.mail.models.worker import FORGET_AFTER

pytestmark = pytest.mark.django_db


def test_a_worker_is_seen_from_its_first_beat() -> None:
    worker = Worker()
    assert not Worker.objects.living().exists()
    worker.beat()
    assert Worker.objects.living().get() == worker


def test_one_worker_beats_one_row() -> None:
    worker = Worker()
    for _ in range(3):
        worker.beat()
    assert Worker.objects.count() == 1


def test_who_was_taken_for_dead_lives_again_with_the_next_beat() -> None:
    worker = Worker()
    worker.beat()
    Worker.objects.all().delete()
    worker.beat()
    assert Worker.objects.living().get() == worker


def test_the_long_dead_are_forgotten() -> None:
    dead, missing, living = Worker(), Worker(), Worker()
    for worker, unseen in ((dead, FORGET_AFTER * 1.1), (missing, FORGET_AFTER * 0.9)):
        worker.seen_at = timezone.now() - unseen
        worker.save()
    living.beat()
    assert set(Worker.objects.all()) == {missing, living}
    assert Worker.objects.living().get() == living
