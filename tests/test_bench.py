"""Every benchmark can be run: what it prepares, starts and asks for is of this version. How fast is not looked at."""

import sys
from contextlib import nullcontext
from types import ModuleType

import pytest

import bench.__main__ as benchmarks
from bench import (
    asking,
    contests,
    flood,
    growth,
    kills,
    latency,
    million,
    paced,
    pages,
    peers,
    queue,
    site,
    sites,
    telling,
)
from tests.site.environment import STAGING

FEW: list[tuple[ModuleType, dict[str, object]]] = [
    (asking, {"EACH": 2, "WARM_UP": 1}),
    (benchmarks, {"SHORT": {0: 1}, "LONG": {0: 1}, "NOT_UNLESS_ASKED_FOR": set()}),
    (contests, {"LETTERS": 5, "LETTERS_OF_PEERS": 3, "LETTERS_FAR": {2: 5}, "ROUNDS": 1}),
    (contests, {"LETTERS_FAR_OF_PEERS": {2: 3}}),
    (flood, {"ASKED": 2, "CONNECTIONS": 1, "PAUSE_SECONDS": 0}),
    (growth, {"IDLE_SECONDS": 0.1, "SETTLE_SECONDS": 0}),
    (kills, {"LETTERS": 8, "KILLS": 1, "BEFORE_A_KILL": 1}),
    (latency, {"LETTERS": 3, "PAUSE_SECONDS": ("0", "0")}),
    (million, {"FINISHED": 20, "LETTERS": 5, "ROUNDS": 1, "ASKED": 2, "MAX_PAUSE_SECONDS": 0}),
    (paced, {"LETTERS": 3, "OTHERS": 3, "AWAY_SECONDS": 0}),
    (pages, {"TIMES": 2, "WARM_UP": 1}),
    (peers, {"ALL": (peers.OURS, peers.TASKS_DB)}),  # the others are installed by `make bench` alone
    (queue, {"NEWSLETTERS": 20, "ASKED": 2, "REPLY_SECONDS": 0.01, "MAX_PAUSE_SECONDS": 0}),
    (site, {"STAGING": STAGING | {"WEB_CONCURRENCY": "1"}}),
    (telling, {"EACH": 2, "WARM_UP": 1}),
]


@pytest.fixture(autouse=True)
def few_on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "private_postgres", lambda *_: nullcontext(None))
    for module, numbers in FEW:
        for name, number in numbers.items():
            monkeypatch.setattr(module, name, number)


def test_every_benchmark_measures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench"])
    benchmarks.main()
    measured = capsys.readouterr().out.partition("measured")[2].splitlines()[1:]
    assert {int(line.split()[0]) for line in measured} == set(range(1, 15))


def test_growth_says_what_a_full_table_costs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["growth", "20"])
    growth.main()
    said = capsys.readouterr().out
    assert "claiming 16" in said
    assert "idle worker" in said
