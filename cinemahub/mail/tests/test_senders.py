"""How many connections a worker uses, after what the server says of them."""

import pytest

from cinemahub.mail.diagnosis.vocabulary import Step, Verdict
from cinemahub.mail.models import Circuit
from cinemahub.mail.sending.circuit import Circuits
from cinemahub.mail.sending.senders import Senders
from cinemahub.mail.tests.samples import diagnosis, hold

pytestmark = pytest.mark.django_db

TOO_MANY = diagnosis("too_many_connections", Verdict.TRANSIENT, step=Step.CONNECT)
AWAY = diagnosis("connection_refused", Verdict.TRANSIENT, step=Step.CONNECT)


def senders() -> Senders:
    return Senders(4, 1, Circuits(), lambda: True, lambda: None)


def test_one_incident_of_too_many_connections_costs_some_of_them_once() -> None:
    here = senders()
    incident = hold(why=TOO_MANY)
    here.heed(incident)
    allowed = here.allowed
    here.heed(incident)
    assert 1 <= here.allowed == allowed < 4


def test_there_is_always_one_left() -> None:
    here = senders()
    for _ in range(6):
        here.heed(hold(why=TOO_MANY))
        Circuit.close("default")
    assert here.allowed == 1


def test_a_server_that_is_away_costs_none() -> None:
    here = senders()
    here.heed(hold(why=AWAY))
    assert here.allowed == 4
