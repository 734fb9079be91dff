"""/metrics, and what deploy/ has for Prometheus and Grafana."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families as parse
from prometheus_client.samples import Sample
from pytest_django import Settings

from cinemahub import metrics
from cinemahub.mail.models import OutboxLetter, State, Worker
from cinemahub.mail.models.state import Delivery
from cinemahub.mail.outbox import enqueue
from settings.environment import BASE_DIR
from users.letters import password_reset, sign_up

DEPLOY = BASE_DIR / "deploy"
TOKEN = "a-token-of-the-tests-for-the-metrics"
NAME = re.compile(r"\bcinemahub_\w+")
needs_promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="Debian's package prometheus is not installed")


@pytest.fixture
def scrape(settings: Settings) -> str:
    """Read the page as Prometheus does."""
    settings.METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in answer["Cache-Control"]
    return answer.text


@pytest.fixture
def mail(db: None) -> None:
    """Emails in every state that is told of."""
    Worker().beat()
    now = timezone.now()
    sent = enqueue(password_reset, to="anna@example.com")
    finished(sent, State.SENT, created_at=now - timedelta(seconds=4), delivery=Delivery.DELIVERED, delivery_at=now)
    failed = enqueue(sign_up, to="boris@example.com")
    finished(failed, State.FAILED, reason="no_such_mailbox", tries=3)
    long_ago = enqueue(password_reset, to="vera@example.com")
    finished(long_ago, State.SENT, finished_at=now - timedelta(hours=2))
    waiting = enqueue(password_reset, to="gleb@example.com")
    OutboxLetter.objects.filter(pk=waiting.pk).update(created_at=now - timedelta(minutes=9), tries=2)


def finished(row: OutboxLetter, state: State, **fields: object) -> None:
    values = {"state": state, "due_at": None, "finished_at": timezone.now()} | fields
    OutboxLetter.objects.filter(pk=row.pk).update(**values)


def samples(text: str) -> Iterator[Sample]:
    for family in parse(text):
        yield from family.samples


def value(text: str, name: str, **labels: str) -> float:
    (found,) = (each.value for each in samples(text) if each.name == name and each.labels == labels)
    return found


def test_emails_are_counted_by_kind_state_and_culprit(mail: None, scrape: str) -> None:
    assert value(scrape, "cinemahub_mail_waiting", kind="password_reset", state="queued", culprit="") == 1
    name = "cinemahub_mail_finished_last_hour"
    assert value(scrape, name, kind="password_reset", state="sent", culprit="") == 1
    assert value(scrape, name, kind="sign_up", state="failed", culprit="recipient") == 1
    assert value(scrape, "cinemahub_mail_delivery_last_hour", kind="password_reset", delivery="delivered") == 1


def test_ages_tries_and_workers(mail: None, scrape: str) -> None:
    assert value(scrape, "cinemahub_mail_oldest_waiting_seconds") == pytest.approx(540, abs=60)
    assert value(scrape, "cinemahub_mail_waiting_tries") == 2
    assert value(scrape, "cinemahub_mail_tries_last_hour") == 3
    assert value(scrape, "cinemahub_mail_workers") == 1


@pytest.mark.django_db
def test_no_worker_is_missed_where_tasks_send(settings: Settings) -> None:
    for settings.MAIL_TASKS, missing in ((False, 1), (True, 0)):
        settings.METRICS_TOKEN = TOKEN
        told = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
        assert value(told, "cinemahub_mail_workers_missing") == missing


def test_times_from_the_request_are_histograms(mail: None, scrape: str) -> None:
    for name in ("acceptance", "delivery"):
        metric = f"cinemahub_mail_{name}_last_hour_seconds"
        assert value(scrape, f"{metric}_count") == 1
        assert value(scrape, f"{metric}_bucket", le="2.0") == 0
        assert value(scrape, f"{metric}_bucket", le="5.0") == 1
        assert value(scrape, f"{metric}_sum") == pytest.approx(4, abs=1)


def test_a_transport_is_in_one_state(mail: None, scrape: str) -> None:
    states = [each for each in samples(scrape) if each.name == "cinemahub_mail_circuit"]
    assert {each.labels["state"]: each.value for each in states if each.labels["transport"] == "default"} == {
        "closed": 1,
        "paused": 0,
        "held": 0,
    }


def test_nothing_tells_one_address_from_another(mail: None, scrape: str) -> None:
    labels = {name for each in samples(scrape) for name in each.labels}
    assert labels <= {"kind", "state", "culprit", "delivery", "transport", "cause", "le"}
    assert "example.com" not in scrape


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_without_the_token_there_is_nothing(settings: Settings, admin_client: Client, authorization: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    answer = admin_client.get("/metrics", headers={"Authorization": authorization})
    assert (answer.status_code, answer.content) == (401, b"")


def test_without_the_variable_there_is_no_page(settings: Settings, client: Client) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_without_the_database_there_is_no_answer(
    settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise OperationalError

    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(metrics, "is_mail_working", away)
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 503


@needs_promtool
def test_prometheus_finds_nothing_wrong_with_them(mail: None, scrape: str) -> None:
    done = subprocess.run(["promtool", "check", "metrics"], input=scrape, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_promtool
def test_prometheus_understands_the_alerts_and_the_configuration() -> None:
    done = subprocess.run(["promtool", "check", "rules", str(DEPLOY / "prometheus" / "alerts.yml")], check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("path", ["prometheus/alerts.yml", "grafana/cinemahub.json"])
def test_alerts_and_dashboard_name_what_there_is(mail: None, scrape: str, path: str) -> None:
    named = set(NAME.findall((DEPLOY / path).read_text()))
    assert named
    assert named <= {each.name for each in samples(scrape)} | {family.name for family in parse(scrape)}


def test_every_panel_of_the_dashboard_asks_something() -> None:
    dashboard = json.loads((DEPLOY / "grafana" / "cinemahub.json").read_text())
    assert all(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


def test_the_documents_name_every_metric(mail: None, scrape: str) -> None:
    for document in (BASE_DIR / "docs" / "deploy.md", BASE_DIR / "docs" / "ru" / "deploy.md"):
        text = document.read_text()
        assert [family.name for family in parse(scrape) if f"`{family.name}`" not in text] == []
