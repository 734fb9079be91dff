"""/health/ and mail_status say the same, to machines and to people."""

import json

import pytest
from django.core.management import call_command
from django.test import Client

from cinemahub.mail.models import Hold, Worker
from cinemahub.mail.tests.samples import ANNA, WRONG_PASSWORD, Greeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> None:
    Worker.objects.create()


@pytest.mark.usefixtures("worker")
def test_with_a_worker_and_no_problem_both_are_content(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["problems"]) == (200, [])
    assert "no-cache" in answer["Cache-Control"]
    call_command("mail_status")
    assert "living workers: 1" in capsys.readouterr().out


def test_without_a_worker_both_name_the_problem(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["no worker is running: start one with manage.py mail_worker"]
    with pytest.raises(SystemExit) as end:
        call_command("mail_status")
    assert end.value.code == 1
    assert "PROBLEM: no worker is running" in capsys.readouterr().out


@pytest.mark.usefixtures("worker")
def test_a_hold_with_its_remedy(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    Hold.place("default", WRONG_PASSWORD)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["holds"][0]["remedy"] == WRONG_PASSWORD.remedy
    with pytest.raises(SystemExit):
        call_command("mail_status")
    said = capsys.readouterr().out
    assert "on hold: default since" in said
    assert WRONG_PASSWORD.remedy in said


def test_json_for_machines(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("mail_status", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said.keys() == client.get("/health/").json().keys()


@pytest.mark.usefixtures("worker")
def test_nobodys_address_is_shown(client: Client, greeting: Greeting, capsys: pytest.CaptureFixture[str]) -> None:
    greeting.post()
    call_command("mail_status")
    assert ANNA not in client.get("/health/").text + capsys.readouterr().out
