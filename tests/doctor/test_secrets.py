"""Canaries: nothing that holds a password shows it, whatever becomes of it."""

import traceback
from collections.abc import Callable

import pytest
from pytest_django import Settings

from cinemahub.mail.diagnosis.diagnose import diagnose
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import diagnosed
from cinemahub.mail.doctor.probes.conversation import converse, greet, introduce, open_socket
from cinemahub.mail.doctor.steps import session
from cinemahub.mail.transport.configured import configured_transports
from cinemahub.mail.transport.own_mailbox import own_mailbox
from tests.doctor.conftest import LOGIN, PASSWORD, SMTP, Doctor
from tests.servers.script import Fault
from tests.servers.smtp import SmtpServer


@pytest.fixture
def case(settings: Settings) -> Callable[[SmtpServer, str], Case]:
    def of(server: SmtpServer, password: str) -> Case:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 5, "username": LOGIN, "password": password}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}
        (transport,) = configured_transports()
        opened = Case(transport, addresses=["127.0.0.1"])
        opened.smtp = converse(opened, open_socket(opened))
        greet(opened, opened.smtp)
        introduce(opened, opened.smtp)
        return opened

    return of


@pytest.mark.parametrize("prefix", ["", "\N{CYRILLIC SMALL LETTER PE}"])
def test_a_refused_login_shows_it_in_no_repr_and_no_note(case: Callable[[SmtpServer, str], Case], prefix: str) -> None:
    with SmtpServer(users={LOGIN: "another"}) as server:
        opened = case(server, prefix + PASSWORD)
        with pytest.raises((OSError, ValueError)) as raised:
            list(session.log_in(opened))
        opened.close()
    diagnosis = diagnose(raised.value, step=opened.step, host=opened.who_answers)
    for shown in (opened, opened.transport, own_mailbox(opened.transport), diagnosis, diagnosed(diagnosis)):
        assert PASSWORD not in f"{shown} {shown!r}"


def test_an_error_that_comes_of_one_that_holds_it_is_diagnosed_without_it(
    case: Callable[[SmtpServer, str], Case],
) -> None:
    with SmtpServer(users={LOGIN: "another"}) as server:
        opened = case(server, PASSWORD)
        with pytest.raises(OSError, match=r".") as raised:
            try:
                raise ValueError(PASSWORD)
            except ValueError:
                list(session.log_in(opened))
        opened.close()
    assert PASSWORD in "".join(traceback.format_exception(raised.value))
    assert PASSWORD not in repr(diagnosed(diagnose(raised.value, step=opened.step, host=opened.who_answers)))


@pytest.mark.parametrize("answer", [f"535 5.7.8 AUTH PLAIN {PASSWORD} is wrong", Fault.CUT])
def test_a_server_that_says_it_back_or_hangs_up_shows_it_nowhere(doctor: Doctor, answer: str | Fault) -> None:
    with SmtpServer(users={LOGIN: PASSWORD}) as server:
        server.script.add("auth", answer)
        visit = doctor(host="localhost", port=server.port, timeout=5, username=LOGIN, password=PASSWORD)
    assert visit.marks["login"] == "FAILED"
    assert PASSWORD not in visit.text
