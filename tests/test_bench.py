"""Every benchmark can be run: what it prepares, starts and asks for is of this version. How fast is not looked at."""

import sys
from contextlib import nullcontext
from types import ModuleType

import pytest

import bench.__main__ as benchmarks
from bench import asking, contests, flood, growth, million, paced, queue, sites, telling

FEW: list[tuple[ModuleType, dict[str, float]]] = [
    (asking, {"EACH": 2, "WARM_UP": 1}),
    (contests, {"LETTERS": 5, "RIVAL_LETTERS_NEAR": 3, "RIVAL_LETTERS_FAR": 3, "ROUNDS": 1}),
    (flood, {"ASKED": 2, "CONNECTIONS": 1, "PAUSE_SECONDS": 0}),
    (growth, {"IDLE_SECONDS": 0.1, "SETTLE_SECONDS": 0}),
    (million, {"FINISHED": 20, "LETTERS": 5, "ROUNDS": 1, "ASKED": 2, "MAX_PAUSE_SECONDS": 0}),
    (paced, {"LETTERS": 3, "OTHERS": 3, "AWAY_SECONDS": 0}),
    (queue, {"NEWSLETTERS": 20, "ASKED": 2, "REPLY_SECONDS": 0.01, "MAX_PAUSE_SECONDS": 0}),
    (telling, {"EACH": 2, "WARM_UP": 1}),
]


@pytest.fixture(autouse=True)
def few_on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "private_postgres", lambda: nullcontext(None))
    for module, numbers in FEW:
        for name, number in numbers.items():
            monkeypatch.setattr(module, name, number)


def test_every_benchmark_measures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench"])
    benchmarks.main()
    measured = capsys.readouterr().out.splitlines()[1:]
    assert {line[0] for line in measured} == set("123456789")


def test_growth_says_what_a_full_table_costs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["growth", "20"])
    growth.main()
    said = capsys.readouterr().out
    assert "claiming 16" in said
    assert "idle worker" in said
