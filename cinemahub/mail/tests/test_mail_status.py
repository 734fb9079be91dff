import json

import pytest
from django.core.management import call_command

from cinemahub.mail.models import Worker
from cinemahub.mail.tests.samples import ANNA, WRONG_PASSWORD, Greeting, hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> None:
    Worker.objects.create()


@pytest.mark.usefixtures("worker")
def test_well(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("mail_status")
    assert "living workers: 1" in capsys.readouterr().out


def test_without_a_worker(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("mail_status")
    assert end.value.code == 1
    assert "PROBLEM: no worker is running" in capsys.readouterr().out


@pytest.mark.usefixtures("worker")
def test_a_hold_with_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    hold()
    with pytest.raises(SystemExit):
        call_command("mail_status")
    said = capsys.readouterr().out
    assert "on hold: default since" in said
    assert WRONG_PASSWORD.remedy in said


def test_json_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("mail_status", "--json")
    assert json.loads(capsys.readouterr().out)["workers"] == 0


@pytest.mark.usefixtures("worker")
def test_nobodys_address_is_shown(greeting: Greeting, capsys: pytest.CaptureFixture[str]) -> None:
    greeting.post()
    call_command("mail_status")
    assert ANNA not in capsys.readouterr().out
