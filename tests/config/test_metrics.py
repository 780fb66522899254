"""What Prometheus reads: the same from every process, by its token alone, and of nobody."""

import math
from datetime import timedelta

import pytest
from django.db import DatabaseError
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import Pulse
from config import disk, metrics
from config.figures import Room
from tests.factories import WithdrawalRequestFactory

TOKEN = "a token for tests only"


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def read(client, token, worker, monkeypatch):
    """The samples of a scrape, by name and label. Others write to the disk of this machine meanwhile."""
    monkeypatch.setattr(disk, "rooms", lambda folder: iter([Room(0.5, 0.1)]))

    def read() -> dict[tuple[str, str], float]:
        response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/plain")
        assert "no-store" in response["Cache-Control"]
        families = text_string_to_metric_families(response.content.decode())
        samples = [sample for family in families for sample in family.samples]
        return {(it.name, *it.labels.values()): it.value for it in samples}

    return read


@pytest.mark.parametrize(
    "shown", [None, "", "Bearer", "Bearer ", f"Bearer {TOKEN}s", f"Bearer {TOKEN[:-1]}", "Bearer ひ"]
)
def test_without_the_token_there_is_no_such_page(client, token, shown, db):
    headers = {"authorization": shown} if shown is not None else {}
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("shown", ["Bearer", "Bearer ", "", f"Bearer {TOKEN}"])
def test_where_no_token_is_set_nobody_has_it(client, shown, db):
    assert client.get("/metrics", headers={"authorization": shown}).status_code == 404


def test_tokens_are_compared_in_constant_time(client, token, monkeypatch, db):
    compared = []
    monkeypatch.setattr(metrics.hmac, "compare_digest", lambda *texts: compared.append(texts))
    assert client.get("/metrics", headers={"authorization": "Bearer guess"}).status_code == 404
    assert compared == [(b"guess", TOKEN.encode())]


def test_metrics_tell_what_the_database_says(read, now):
    for name in Pulse.Name:
        Pulse.beats(name, at=now)
    samples = read()
    assert samples["service_up", "database"] == samples["service_up", "broker"] == 1
    assert {value for (name, *_), value in samples.items() if name == "service_well"} == {1}
    WithdrawalRequestFactory(status="received", received_at=now - timedelta(minutes=20))
    late = read()
    assert late["service_age_seconds", "oldest_due_withdrawal"] == 1200
    assert late["service_age_limit_seconds", "oldest_due_withdrawal"] == 900
    assert late["service_well", "oldest_due_withdrawal"] == 0


def test_what_never_was_is_no_number(read):
    samples = read()
    assert math.isnan(samples["service_age_seconds", "beat"])
    assert math.isnan(samples["service_round_age_seconds", "slots"])
    assert samples["service_well", "beat"] == 0


def test_disk_is_told_as_a_share(read, monkeypatch):
    monkeypatch.setattr(disk, "rooms", lambda folder: iter([Room(None, 0.1)]))  # nothing can be written
    assert math.isnan(read()["service_free_ratio", "disk"])
    monkeypatch.setattr(disk, "rooms", lambda folder: iter([Room(0.05, 0.1)]))
    samples = read()
    assert samples["service_free_ratio", "disk"] == 0.05
    assert samples["service_well", "disk"] == 0


def test_scrape_of_a_database_that_is_down_says_so(read, monkeypatch):
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr("config.health.ask_database", refuse)
    assert read() == {("service_up", "database"): 0, ("service_up", "broker"): 1}


def test_each_scrape_looks_anew_and_counts_nothing_in_the_process(read, now):
    Pulse.beats(Pulse.Name.BEAT, at=now)
    assert read() == pytest.approx(read(), nan_ok=True)


def test_scrape_asks_the_same_few_questions_however_much_waits(
    client, token, worker, django_assert_max_num_queries, now
):
    for number in (0, 40):
        WithdrawalRequestFactory.create_batch(number, status="received", received_at=now)
        with django_assert_max_num_queries(3):
            client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
