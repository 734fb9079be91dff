"""The mail's figures for Prometheus, at /metrics.

They are read from the database when they are asked for, so every process of every host answers the same. Finished
letters are those of the last hour: rows are purged, so a count of all of them would fall, which a counter must not.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.models import Min, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from cinemahub.mail.figures import counts, durations, transports
from cinemahub.mail.models import OutboxLetter, Suppression, Worker
from cinemahub.mail.sending.status import is_mail_working

WINDOW = timedelta(hours=1)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever sends METRICS_TOKEN as a bearer token (RFC 6750); without that variable there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(MailCollector())
    try:
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)
    except Error:
        connection.close()
        return HttpResponse(status=503)


class MailCollector(Collector):
    def describe(self) -> list[Metric]:
        """Ask nothing when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield _gauge("cinemahub_mail_working", "1 while emails go out, 0 while they do not.", float(is_mail_working()))
        yield from _letters()
        yield from _durations()
        yield from _transports()
        workers = Worker.objects.living().count()
        yield _gauge("cinemahub_mail_workers", "Workers that are alive.", workers)
        missing = float(Worker.objects.are_missing())
        yield _gauge("cinemahub_mail_workers_missing", "1 while none is alive and no tasks do their work.", missing)
        suppressed = Suppression.objects.count()
        yield _gauge("cinemahub_mail_suppressed_addresses", "Addresses that get no email any more.", suppressed)


def _letters() -> Iterator[Metric]:
    labels = counts.Group._fields
    waiting = GaugeMetricFamily("cinemahub_mail_waiting", "Emails that wait, by whose fault.", labels=labels)
    finished = GaugeMetricFamily("cinemahub_mail_finished_last_hour", "Emails done with.", labels=labels)
    for metric, groups in ((waiting, counts.waiting()), (finished, counts.finished(timezone.now() - WINDOW))):
        for group, number in groups.items():
            metric.add_metric(list(group), number)
        yield metric
    delivery = GaugeMetricFamily(
        "cinemahub_mail_delivery_last_hour", "What became of emails sent in the last hour.", labels=["kind", "delivery"]
    )
    for (kind, state), number in counts.deliveries(timezone.now() - WINDOW).items():
        delivery.add_metric([kind, state], number)
    yield delivery
    found = OutboxLetter.objects.waiting().aggregate(oldest=Min("created_at"), tries=Sum("tries"))
    age = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0
    yield _gauge("cinemahub_mail_oldest_waiting_seconds", "Age of the oldest email that waits.", age)
    yield _gauge("cinemahub_mail_waiting_tries", "Tries that were made with emails that wait.", found["tries"] or 0)
    done = OutboxLetter.objects.filter(finished_at__gte=timezone.now() - WINDOW).aggregate(tries=Sum("tries"))
    yield _gauge("cinemahub_mail_tries_last_hour", "Tries that emails done with took.", done["tries"] or 0)


def _durations() -> Iterator[Metric]:
    since = timezone.now() - WINDOW
    measured = {
        "cinemahub_mail_acceptance_last_hour_seconds": ("From the request to acceptance.", durations.to_acceptance),
        "cinemahub_mail_delivery_last_hour_seconds": ("From the request to the mailbox.", durations.to_delivery),
    }
    for name, (about, measure) in measured.items():
        found = measure(since)
        buckets = [(str(float(bound)), float(number)) for bound, number in found.at_most.items()]
        yield HistogramMetricFamily(
            name, about, buckets=[*buckets, ("+Inf", found.count)], sum_value=found.sum_in_seconds
        )


def _transports() -> Iterator[Metric]:
    circuit = GaugeMetricFamily("cinemahub_mail_circuit", "1 for the state it is in.", labels=["transport", "state"])
    since = GaugeMetricFamily("cinemahub_mail_circuit_changed_timestamp_seconds", "Since when.", labels=["transport"])
    cause = GaugeMetricFamily("cinemahub_mail_circuit_cause", "1: why it is not closed.", labels=["transport", "cause"])
    for transport in transports.transports():
        for state in transports.STATES:
            circuit.add_metric([transport.name, state], float(state == transport.state))
        if transport.since:
            since.add_metric([transport.name], transport.since.timestamp())
        if transport.diagnosis:
            cause.add_metric([transport.name, transport.diagnosis.code], 1)
    yield from (circuit, since, cause)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)
