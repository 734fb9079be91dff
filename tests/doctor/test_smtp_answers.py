"""Every row of the table of known answers, from a real server's socket to the remedy on the screen."""

from collections.abc import Callable

import pytest

from cinemahub.mail.models import OutboxLetter, State
from tests.doctor.answers import WITH_ANSWER
from tests.doctor.conftest import LOGIN, PASSWORD, RECIPIENT, Doctor
from tests.servers.smtp import SmtpServer

STEPS = {"connect": "ehlo", "auth": "login", "mail": "sender", "rcpt": "recipient", "data": "letter"}
HOSTS = {"yandex": "smtp.yandex.ru", "mail.ru": "smtp.mail.ru", "gmail": "smtp.gmail.com", "any": "localhost"}
HOSTS["outlook"] = "smtp.office365.com"


@pytest.mark.parametrize(
    ("row", "remedy"), WITH_ANSWER, ids=[f"{row['provider']} {row['text']}" for row, _ in WITH_ANSWER]
)
def test_an_answer_of_a_server_ends_in_its_remedy(
    doctor: Doctor, resolve_to_loopback: Callable[..., None], row: dict[str, str], remedy: str
) -> None:
    host = HOSTS[row["provider"]]
    resolve_to_loopback(**{host.replace(".", "_"): "127.0.0.1"})
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        server.script.add(row["stage"], f"{row['code']} {row['text']}")  # type: ignore[arg-type]
        visit = doctor(to=RECIPIENT, host=host, port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
        assert not server.letters
    assert visit.exit_code == 1
    assert visit.marks[STEPS[row["stage"]]] == "FAILED"
    assert row["text"].split()[0] in visit.text
    assert remedy in visit.verdict
    assert not OutboxLetter.objects.exclude(state__in=[State.SKIPPED, State.FAILED]).exists()
