import logging

import pytest
from django.db import InterfaceError, OperationalError

from cinemahub.mail.models.database import insist


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
    assert insist(lambda: "done") == "done"
    assert pauses == []


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_while_the_database_is_away_it_is_tried_again_with_pauses(
    pauses: Pauses, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> str:
        if len(pauses) < 3:
            raise error("secret")
        return "done"

    with caplog.at_level(logging.WARNING):
        assert insist(work) == "done"
    assert pauses == [1, 1, 1]
    assert len(caplog.records) == 3
    assert "secret" not in caplog.text


def test_a_database_that_stays_away_is_not_waited_for_for_ever(pauses: Pauses) -> None:
    def work() -> None:
        raise OperationalError

    with pytest.raises(OperationalError):
        insist(work, for_seconds=5)
    assert 5 <= len(pauses) <= 7


def test_other_errors_are_not_the_databases_absence(pauses: Pauses) -> None:
    def work() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        insist(work)
    assert pauses == []
