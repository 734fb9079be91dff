import logging

import pytest
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

from cinemahub.mail.models.database import MAX_WAIT_SECONDS, explain, is_away, waits_for_database


class Pauses(list[float]):
    """Takes the place of sleeping."""


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    pauses = Pauses()
    monkeypatch.setattr("cinemahub.mail.models.database.time.sleep", pauses.append)
    monkeypatch.setattr("cinemahub.mail.models.database.time.monotonic", lambda: float(len(pauses)))
    monkeypatch.setattr("cinemahub.mail.models.database.connection.close", lambda: None)
    return pauses


def test_what_works_is_done_once(pauses: Pauses) -> None:
    assert waits_for_database(lambda: "done")() == "done"
    assert pauses == []


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, ProgrammingError, InternalError])
def test_while_the_database_is_away_it_is_tried_again_with_pauses(
    pauses: Pauses, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    @waits_for_database
    def work() -> str:
        if len(pauses) < 3:
            raise error("anna@example.com is locked\nDETAIL: secret")
        return "done"

    with caplog.at_level(logging.WARNING):
        assert work() == "done"
    assert pauses == [1, 1, 1]
    assert len(caplog.records) == 3
    assert "is locked" in caplog.text
    assert "secret" not in caplog.text
    assert "anna@" not in caplog.text


def test_not_for_ever(pauses: Pauses) -> None:
    @waits_for_database
    def work() -> None:
        raise OperationalError

    with pytest.raises(OperationalError):
        work()
    assert MAX_WAIT_SECONDS <= len(pauses) <= MAX_WAIT_SECONDS + 2


@pytest.mark.parametrize("error", [KeyError, DataError, IntegrityError])
def test_errors_of_the_data_are_not_the_databases_absence(pauses: Pauses, error: type[Exception]) -> None:
    @waits_for_database
    def work() -> None:
        raise error

    with pytest.raises(error):
        work()
    assert pauses == []
    assert not is_away(error())


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("no such table: mail_outboxletter"), "not of this version, run manage.py migrate"),
        (ProgrammingError('relation "mail_circuit" does not exist\nLINE 1: SELECT'), "run manage.py migrate"),
        (ProgrammingError("column mail_outboxletter.worker does not exist"), "run manage.py migrate"),
        (OperationalError("attempt to write a readonly database"), "is read-only"),
        (InternalError("cannot execute UPDATE in a read-only transaction"), "is read-only"),
        (OperationalError("connection refused"), "does not answer (OperationalError: connection refused)"),
        (InterfaceError(), "does not answer (InterfaceError)"),
    ],
)
def test_what_is_wrong_with_the_database_is_said(error: Exception, said: str) -> None:
    assert is_away(error)
    assert said in explain(error)
