"""A connection rests between two letters for as long as its server likes it; its end is nobody's fault."""

from typing import Literal

import pytest
from pytest_django import Settings

from cinemahub.mail.sending import ways
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.serialised import SerialisedSending
from cinemahub.mail.sending.ways import Ways
from cinemahub.mail.tests.fake_connections import AcceptingConnection
from cinemahub.mail.tests.smtp import connection_to, message
from cinemahub.mail.transport.session import Session, SessionLimit
from tests.servers.certificates import Certificates
from tests.servers.clients import USERS
from tests.servers.smtp import IDLE_TOO_LONG, SmtpServer
from tests.site.processes import wait_until

type Tls = Literal["plain", "implicit", "starttls"]
OPTIONS: dict[Tls, dict[str, bool]] = {"plain": {}, "implicit": {"use_ssl": True}, "starttls": {"use_tls": True}}


@pytest.mark.parametrize("goodbye", [IDLE_TOO_LONG, ""], ids=["with words", "without a word"])
@pytest.mark.parametrize("tls", list(OPTIONS))
def test_a_session_that_the_server_has_ended_costs_the_next_letter_nothing(
    certificates: Certificates, settings: Settings, monkeypatch: pytest.MonkeyPatch, tls: Tls, goodbye: str
) -> None:
    for name, value in certificates.environment.items():
        monkeypatch.setenv(name, value)
    certificate = None if tls == "plain" else certificates.server
    with SmtpServer(users=dict(USERS), tls=tls, certificate=certificate) as server:
        connection = connection_to(server, settings, **OPTIONS[tls])
        connection.send(message(1))
        assert not connection.is_spent(0)
        server.end_idle_sessions(goodbye)
        wait_until(lambda: connection.is_spent(0))
        monkeypatch.setattr(Session, "may_be_used_up", lambda *_: False)  # the one that has ended is not even tried
        connection.send(message(2))
        assert (len(server.letters), server.connections) == (2, 2)
        connection.close()


def test_after_how_long_a_server_ends_sessions_is_learnt_when_it_happens_again() -> None:
    limit = SessionLimit()
    limit.learn_rest(3)  # it was restarted
    limit.learn_rest(300)
    assert not limit.rest_is_over(299)
    limit.learn_rest(301)
    assert limit.rest_is_over(290)
    assert not limit.rest_is_over(200)


class OpenConnection(AcceptingConnection):
    is_open = True

    def __init__(self, alias: str) -> None:
        super().__init__()

    def is_spent(self, idle_seconds: float) -> bool:
        return False


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Ways:
    monkeypatch.setattr(ways, "open_connection", OpenConnection)
    return Ways(Circuits(), SerialisedSending())


def test_a_lone_letter_goes_over_the_connection_that_was_used_last(own: Ways) -> None:
    one, other = own.take("default"), own.take("default")
    for way in (other, one):
        own.give_back(way)
    assert own.take("default") is one
    assert own.take("fallback") not in (one, other)


def test_one_that_is_open_is_taken_before_one_that_was_closed_after_it(
    own: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = own.take("default"), own.take("default")
    for way in (one, other):
        own.give_back(way)
    monkeypatch.setattr(other.connection, "is_open", False)
    assert own.take("default") is one


def test_spare_ones_are_closed_after_a_while_and_the_last_is_kept(own: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    three = [own.take("default") for _ in range(3)]
    for way in three:
        own.give_back(way)
    assert own.take_spent() is None
    monkeypatch.setattr(ways, "SPARE_SECONDS", -1)
    spent = [own.take_spent() for _ in range(3)]
    assert (spent[0] in three[:2], spent[1] in three[:2], spent[2]) == (True, True, None)
    assert own.take("default") is three[2]


def test_open_ones_are_counted_whether_they_rest_or_not(own: Ways) -> None:
    one, _other = own.take("default"), own.take("default")
    own.give_back(one)
    assert (own.open_to("default"), own.open_to("fallback")) == (2, 0)
    own.drop(_other)
    assert own.open_to("default") == 1
