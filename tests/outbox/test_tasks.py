"""MAIL_TASKS: a task of somebody else's backend does a worker's turn."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.outbox.site import Site
from tests.servers.ports import free_port
from tests.servers.redis import redis
from tests.servers.sink_process import SinkProcess
from tests.site.processes import wait_until

SETTINGS = "tests.outbox.task_settings"
BACKENDS = {
    "django-tasks-db": {"TASK_BACKEND": "django_tasks_db.DatabaseBackend", "TASK_APP": "django_tasks_db"},
    "django-tasks-rq": {"TASK_BACKEND": "django_tasks_rq.RQBackend", "TASK_APP": "django_rq"},
}
WORKERS = {
    "django-tasks-db": ["db_worker", "--interval", "0.1"],
    "django-tasks-rq": ["rqworker", "--job-class", "django_tasks_rq.Job", "default"],
}
COUNT = "from cinemahub.mail.models import OutboxLetter as o; print(o.objects.filter(state={!r}).count())"


def with_tasks(site: Site, sink: SinkProcess, backend: str, redis_port: int) -> Site:
    variables = BACKENDS[backend] | {"REDIS_PORT": str(redis_port), "MAILERS": json.dumps(site.smtp(sink))}
    with_tasks = replace(site, settings=SETTINGS).having(**variables)
    with_tasks.must("migrate", "--verbosity", "0")
    return with_tasks


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def redis_port(backend: str) -> Iterator[int]:
    if backend == "django-tasks-rq":
        with redis() as port:
            yield port
    else:
        yield 0


def test_a_backend_that_runs_anyhow_sends_each_email_once(
    site: Site, sink: SinkProcess, backend: str, redis_port: int
) -> None:
    busy = with_tasks(site, sink, backend, redis_port)
    worker, *options = WORKERS[backend]
    with busy.running(worker, *options):
        busy.people_ask(1, 8)
        wait_until(lambda: len(sink.letters) >= 8)
        wait_until(lambda: busy.shell(COUNT.format("sent")) == "8")
    assert set(Counter(letter.recipient for letter in sink.letters).values()) == {1}


def test_a_broker_that_is_away_costs_nobody_anything_and_the_next_turn_sends(site: Site, sink: SinkProcess) -> None:
    alone = with_tasks(site, sink, "django-tasks-rq", free_port())
    alone.people_ask(1, 3)
    assert alone.shell(COUNT.format("queued")) == "3"
    alone.must("mail_worker", "--once")
    assert len(sink.letters) == 3


def test_where_tasks_send_no_worker_is_missed(site: Site, sink: SinkProcess) -> None:
    assert "no worker" not in with_tasks(site, sink, "django-tasks-db", 0).must("mail_status")
    assert "no worker" in site.manage("mail_status").stdout


def test_a_backend_that_sends_inside_the_request_is_refused(site: Site) -> None:
    inside = replace(site, settings=SETTINGS).having(
        TASK_BACKEND="django.tasks.backends.immediate.ImmediateBackend", TASK_APP="django_tasks_db"
    )
    assert "cinemahub.mail.E018" in inside.manage("check").stderr
