"""What ADMINS hear of mail that is not well."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cinemahub.mail.models import Circuit, Incident, Worker
from cinemahub.mail.models.incident import OVER_AFTER
from cinemahub.mail.sending.alarm import Alarm, admins
from cinemahub.mail.tests.samples import WRONG_PASSWORD, hold

pytestmark = pytest.mark.django_db

ADMIN = "admin@example.com"
LOCMEM = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}


@pytest.fixture(autouse=True)
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ADMINS = [ADMIN]
    settings.MAILERS = {"default": LOCMEM, "fallback": LOCMEM}
    Worker.objects.create()
    monkeypatch.setattr("cinemahub.mail.sending.alarm.threading.Thread", SameThread)
    monkeypatch.setattr("cinemahub.mail.sending.alarm.connection.close", lambda: None)


class SameThread:
    """Does at once what a thread would do later."""

    def __init__(self, *, target: Callable[..., None], args: list[object], **_: object) -> None:
        self.target, self.args = target, args

    def start(self) -> None:
        self.target(*self.args)


def check(*transports: str) -> list[str]:
    """Have a worker look, and return the subjects of what it sent."""
    before = len(mail.outbox)
    Alarm(list(transports) or ["default", "fallback"]).check()
    return [str(message.subject) for message in mail.outbox[before:]]


def let_time_pass() -> None:
    Incident.objects.update(well_since=timezone.now() - OVER_AFTER - timedelta(seconds=1))


def test_while_all_is_well_nobody_hears_anything() -> None:
    assert check() == []
    assert not Incident.objects.exists()


def test_one_message_when_it_begins_and_one_when_it_is_over_whoever_of_the_workers_looks() -> None:
    hold()
    assert [len(check()) for _ in range(3)] == [1, 0, 0]
    (message,) = mail.outbox
    assert message.to == [ADMIN]
    assert WRONG_PASSWORD.remedy in message.body
    Circuit.close("default")
    assert check() == []
    let_time_pass()
    assert [len(check()) for _ in range(3)] == [1, 0, 0]
    assert WRONG_PASSWORD.cause in mail.outbox[1].body


def test_what_comes_and_goes_is_one_incident() -> None:
    for _ in range(3):
        hold()
        check()
        Circuit.close("default")
        check()
    assert len(mail.outbox) == 1


def test_what_comes_back_after_its_end_is_another() -> None:
    for _ in range(2):
        hold()
        check()
        Circuit.close("default")
        check()
        let_time_pass()
        check()
    assert len(mail.outbox) == 4


def test_without_a_way_that_works_they_hear_of_it_when_it_is_over() -> None:
    hold()
    assert check("default") == []
    Circuit.close("default")
    check("default")
    let_time_pass()
    assert len(check("default")) == 1
    assert WRONG_PASSWORD.cause in mail.outbox[0].body


def test_a_message_that_could_not_be_sent_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hold()
    with monkeypatch.context() as broken:
        broken.setattr("cinemahub.mail.sending.alarm.send_at_once", lambda *_: 1 / 0)
        assert check() == []
    assert "ADMINS could not be told through fallback: ZeroDivisionError" in caplog.text
    assert len(check()) == 1


def test_without_admins_nothing_is_looked_at(settings: Settings) -> None:
    settings.ADMINS = []
    hold()
    assert check() == []
    assert not Incident.objects.exists()


def test_a_worker_looks_only_now_and_then() -> None:
    hold()
    one = Alarm(["default", "fallback"])
    one.check()
    Incident.objects.all().delete()
    one.check()
    assert not Incident.objects.exists()


def test_stagings_guard_holds_for_admins_too(settings: Settings) -> None:
    settings.ADMINS, settings.MAIL_ONLY_TO = [ADMIN, "Other <other@example.org>"], ["example.org"]
    assert admins() == ["Other <other@example.org>"]
    settings.MAIL_ONLY_TO = ["example.net"]
    hold()
    Alarm(["default"]).check()
    assert mail.outbox == []
