"""Every row of the table of known answers, from a real server's socket to the remedy on the screen."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cinemahub.mail.diagnosis.causes.registry import cause_of
from cinemahub.mail.models import OutboxLetter, State
from cinemahub.mail.services.registry import recognise
from tests.doctor.answers import WITH_ANSWER
from tests.doctor.conftest import LOGIN, PASSWORD, RECIPIENT, Doctor
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_behaviour import Stage

STEPS = {"connect": "ehlo", "auth": "login", "mail": "sender", "rcpt": "recipient", "data": "email"}
HOSTS = {
    "yandex": "smtp.yandex.ru",
    "mail.ru": "smtp.mail.ru",
    "gmail": "smtp.gmail.com",
    "outlook": "smtp.office365.com",
    "yahoo": "smtp.mail.yahoo.com",
    "icloud": "smtp.mail.me.com",
}
CYRILLIC = re.compile("[\u0400-\u04ff]")


NAMES = [f"{row['provider']} {row['stage']} {row['text']}" for row in WITH_ANSWER]


@pytest.mark.parametrize("row", WITH_ANSWER, ids=NAMES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_answer_of_a_server_ends_in_its_remedy(
    doctor: Doctor, resolve_to_loopback: Callable[..., None], row: dict[str, str], language: str
) -> None:
    host = HOSTS.get(row["provider"], "localhost")
    resolve_to_loopback(**{host.replace(".", "_"): "127.0.0.1"})
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        server.script.add(row["stage"], f"{row['code']} {row['text']}")  # type: ignore[arg-type]
        way: dict[str, Any] = {"host": host, "port": server.port, "username": LOGIN, "password": PASSWORD}
        visit = doctor(to=RECIPIENT, language=language, timeout=5, **way)
        assert not server.letters
    assert visit.exit_code == 1
    assert row["text"].split()[0] in visit.text
    if language == "en":
        assert visit.marks[STEPS[row["stage"]]] == "FAILED"
        assert row["says"].casefold() in visit.verdict.casefold()
    else:
        assert CYRILLIC.search(visit.verdict.partition("\n")[2])
        assert cause_of(row["diagnosis"], recognise(host, row["text"])) not in visit.verdict
    assert not OutboxLetter.objects.exclude(state__in=[State.SKIPPED, State.FAILED]).exists()


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_a_login_that_was_accepted_is_not_called_missing(doctor: Doctor, stage: Stage) -> None:
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        server.script.add(stage, "530 5.7.57 Client not authenticated to send mail")
        visit = doctor(to=RECIPIENT, host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.marks["login"] == "ok"
    assert "The login above was accepted" in visit.verdict
    assert "there was no login" not in visit.verdict
