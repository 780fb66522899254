"""`/metrics`: what `/readyz` tells, as Prometheus reads it.

Found when it is asked, in the database, so that every process of every machine says the same; only the disk is a
machine's own. Nothing is counted in a process.
"""

import hmac
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from config import clock
from config.figures import Room, Wait, rounds
from config.health import Report, report

NEVER = float("nan")


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever shows `METRICS_TOKEN`; for anybody else, and where none is set, there is no such page."""
    if not is_shown_token(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Health())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def is_shown_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())


class Health(Collector):
    """Looks when it is asked, and at nothing when it is registered."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = report()
        yield gauge("service_up", "Whether the server answers.", "server", found.servers)
        yield from of_figures(found)
        if found.servers["database"]:
            yield from of_rounds()


def of_figures(found: Report) -> Iterator[GaugeMetricFamily]:
    waits = {name: it for name, it in found.figures.items() if isinstance(it, Wait)}
    rooms = {name: it for name, it in found.figures.items() if isinstance(it, Room)}
    well = {name: figure.is_well for name, figure in found.figures.items()}
    yield gauge("service_well", "Whether the figure is what it may be.", "figure", well)
    yield gauge("service_age_seconds", "How long it has been waited for; NaN: never.", "figure", ages(waits))
    yield gauge("service_age_limit_seconds", "How long is well.", "figure", limits(waits))
    free = {name: NEVER if room.free is None else room.free for name, room in rooms.items()}
    yield gauge("service_free_ratio", "Which share is free; NaN: nothing can be written.", "figure", free)
    least = {name: room.least for name, room in rooms.items()}
    yield gauge("service_free_limit_ratio", "Which share has to be free.", "figure", least)


def of_rounds() -> Iterator[GaugeMetricFamily]:
    waits = {name: wait for name, (_label, wait) in rounds(now=clock.now()).items()}
    yield gauge("service_round_age_seconds", "How long ago it last went well; NaN: never.", "round", ages(waits))
    yield gauge("service_round_age_limit_seconds", "How long is well.", "round", limits(waits))


def ages(waits: dict[str, Wait]) -> dict[str, float]:
    return {name: NEVER if wait.seconds is None else wait.seconds for name, wait in waits.items()}


def limits(waits: dict[str, Wait]) -> dict[str, float]:
    return {name: wait.most.total_seconds() for name, wait in waits.items()}


def gauge(name: str, documentation: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, documentation, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
