import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.figures import LATE_AFTER, REMINDERS
from accounts.models import FileRemoval, Message, Pulse
from accounts.pulses.scheduler import PulsingScheduler, PulsingTask
from accounts.tasks import ask_for_line_name, sweep_messages
from advisors.tasks import remind_of_tomorrow
from config.celery import app
from config.figures import figures
from jobs.tasks import close_past_postings
from support.tasks import remind_of_seminars, remind_of_suits, sweep_seminars
from tests.factories import FetchingFactory, JobSeekerFactory, LeavingMessageFactory, WithdrawalRequestFactory
from tests.source import ROOT
from withdrawals.models import CallBack
from withdrawals.tasks import sweep_withdrawals

SERVERS = {"database": "ok", "broker": "ok"}


def test_process_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"process": "ok"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_no_answer_is_kept_on_the_way(client, worker, path):
    """A proxy that keeps one would say for long that all is well."""
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.fixture
def well(worker, now):
    """Beat and sweeps have just run."""
    for name in Pulse.Name:
        Pulse.beats(name, at=now)


@pytest.mark.usefixtures("well")
def test_ready_when_database_and_broker_answer(client):
    response = client.get("/readyz")
    figures = ["beat", "message_sweep", "withdrawal_sweep", "oldest_unsent_message", "oldest_waiting_message"]
    figures += ["oldest_file_removal", "oldest_unfetched_file", "oldest_unscanned_file"]
    figures += ["oldest_unread_line_event", "replica"]
    figures += ["oldest_due_withdrawal", "oldest_untold_leaving", "failing_withdrawal", "oldest_unlisted_erasure"]
    figures += ["oldest_overdue_offer", "last_press", "last_reading", "oldest_due_reminder", "late_round"]
    fresh = {"seconds": 0, "well": True}
    disk = response.json()["disk"]
    assert response.json() == SERVERS | dict.fromkeys(figures, fresh) | {"disk": disk}
    assert response.status_code == 200
    assert (set(disk), disk["well"]) == ({"free", "well"}, True)
    assert "no-store" in response.headers["Cache-Control"]


def not_well(*names: str) -> list[str]:
    """The figures that `manage.py health` does not find well; it fails exactly if there is one."""
    out = StringIO()
    try:
        call_command("health", *names, stdout=out)
    except CommandError:
        found = [line.split()[2].rstrip(":") for line in out.getvalue().splitlines() if line.startswith("NOT")]
        assert found
        return found
    assert "NOT" not in out.getvalue()
    return []


@pytest.mark.usefixtures("well")
def test_health_is_well_while_beat_and_sweeps_run(clock):
    assert not_well() == []
    clock.shift(180)
    assert not_well() == []
    clock.shift(1)
    assert not_well() == ["beat"]
    clock.shift(120)
    assert not_well("oldest_due_reminder", "late_round") == []
    assert (
        not_well()
        == not_well("beat", "message_sweep", "withdrawal_sweep")
        == ["beat", "message_sweep", "withdrawal_sweep"]
    )
    assert not_well("oldest_unsent_message") == []


def test_database_that_goes_away_while_it_is_asked_has_not_answered(client, worker, monkeypatch):
    def away(*names, now):
        raise DatabaseError

    monkeypatch.setattr("config.health.figures", away)
    assert not_well() == ["database"]
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, SERVERS | {"database": "down"})


def test_what_never_ran_is_not_well(db):
    assert not_well("beat", "message_sweep") == ["beat", "message_sweep"]
    Pulse.beats(REMINDERS[0], at=timezone.now())  # one of three
    assert not_well("oldest_due_reminder") == ["oldest_due_reminder"]


def test_page_stays_ready_while_the_machinery_stands_still(client, worker):
    """Else a mail server that is down would take the pages away."""
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["beat"] == {"seconds": None, "well": False}


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(
    ("tries", "queued", "try_at", "late"),
    [
        (0, -7200, 60, False),  # kept for a later hour
        (0, -7200, -1740, False),
        (0, -7200, -1860, True),  # nobody has sent it
        (2, -1740, 240, False),
        (3, -1860, 480, True),  # tried again and again
    ],
)
def test_oldest_message_that_should_be_sent_is_found(now, seeker, tries, queued, try_at, late):
    times = {"queued_at": now + timedelta(seconds=queued), "try_at": now + timedelta(seconds=try_at)}
    Message.objects.create(kind="accounts/welcome", recipient=seeker.user, tries=tries, **times)
    assert not_well() == (["oldest_unsent_message"] if late else [])


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(("waited", "late"), [(-1740, False), (-1860, True)])
def test_message_that_waited_on_purpose_fails_since_it_was_to_leave(now, seeker, waited, late):
    moments = {"queued_at": -90_000, "waits_until": waited, "try_at": 480}
    times = {name: now + timedelta(seconds=seconds) for name, seconds in moments.items()}
    Message.objects.create(kind="accounts/welcome", recipient=seeker.user, tries=3, **times)
    assert not_well() == (["oldest_unsent_message"] if late else [])


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(
    ("days", "waits", "late"),
    [
        (-1, True, False),  # a night
        (-7.9, True, False),  # a week that was full, and a night
        (-8.1, True, True),
        (-8.1, False, False),  # it was to leave in a year from the first
    ],
)
def test_mail_kept_longer_than_wishes_explain_is_found(now, seeker, days, waits, late):
    """However often it was put off: the next morning is always near."""
    queued, morning = now + timedelta(days=days), now + timedelta(hours=9)
    times = {"queued_at": queued, "try_at": morning, "waits_until": morning if waits else None}
    Message.objects.create(kind="jobs/job_notice", recipient=seeker.user, **times)
    assert not_well() == (["oldest_waiting_message"] if late else [])


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize("name", REMINDERS)
@pytest.mark.parametrize(("minutes", "late"), [(34, False), (36, True)])
def test_round_that_always_finds_reminders_left_is_told_of(now, name, minutes, late):
    Pulse.beats(name, at=now - timedelta(minutes=minutes))
    assert not_well() == (["oldest_due_reminder"] if late else [])


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize("name", LATE_AFTER)
@pytest.mark.parametrize(("minutes", "late"), [(-1, False), (1, True)])
def test_round_that_has_not_gone_well_for_too_long_is_told_of(now, name, minutes, late):
    Pulse.beats(name, at=now - LATE_AFTER[name] - timedelta(minutes=minutes))
    assert not_well() == (["late_round"] if late else [])


def test_every_task_of_the_schedule_that_could_fail_unseen_writes_a_pulse(settings):
    """But those whose rows are looked at by a figure of their own."""
    seen = {"accounts.tasks.remove_files", "support.tasks.scan_files", "withdrawals.tasks.list_erasures"}
    seen |= {"advisors.tasks.sweep_files", "withdrawals.tasks.tell_of_unrecorded"}
    seen.add("accounts.tasks.sweep_line_events")
    handing = {task.name for task in (remind_of_tomorrow, remind_of_suits, remind_of_seminars, sweep_seminars)}
    handing |= {close_past_postings.name, ask_for_line_name.name}
    scheduled = {it["task"] for it in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {name for name in scheduled if not isinstance(app.tasks[name], PulsingTask)} == seen | handing
    pulses = {app.tasks[name].pulse for name in scheduled - seen - handing}
    watched = {*LATE_AFTER, *REMINDERS, Pulse.Name.MESSAGES, Pulse.Name.WITHDRAWALS}
    watched |= {Pulse.Name.PRESS, Pulse.Name.READING}
    assert pulses <= watched
    assert watched | {Pulse.Name.BEAT} == set(Pulse.Name)


def test_beat_waits_from_its_first_tick_on_for_what_has_never_run(db, tmp_path, monkeypatch, now):
    monkeypatch.setattr(connection, "close", lambda: None)
    Pulse.beats(Pulse.Name.SLOTS, at=now - timedelta(days=9))
    beat = PulsingScheduler(app, schedule_filename=str(tmp_path / "beat"), schedule={})
    beat.tick()
    assert dict(Pulse.objects.values_list("pk", "at")) == {
        name: now - timedelta(days=9) if name == Pulse.Name.SLOTS else now for name in Pulse.Name
    }
    assert not_well("late_round") == ["late_round"]


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(("minutes", "late"), [(59, False), (61, True)])
def test_file_that_outlives_its_row_is_found(now, minutes, late):
    """However often the storage was asked since."""
    for deleted in (1, minutes):
        moments = {"deleted_at": now - timedelta(minutes=deleted), "try_at": now + timedelta(minutes=30)}
        FileRemoval.objects.create(stored=f"files/{deleted}", tries=5, **moments)
    assert not_well() == (["oldest_file_removal"] if late else [])


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("oldest_unfetched_file", lambda at: FetchingFactory(try_at=at)),
        ("oldest_untold_leaving", lambda at: LeavingMessageFactory(tell_at=at)),
        ("oldest_untold_leaving", lambda at: call_owed(at)),
    ],
)
def test_what_should_have_been_fetched_or_told_an_hour_ago_is_found(now, name, make):
    make(now - timedelta(minutes=59))
    assert not_well(name) == []
    make(now - timedelta(minutes=61))
    assert not_well(name) == [name]


def call_owed(at) -> None:
    CallBack.objects.create(request=WithdrawalRequestFactory(status="needs_review"), call_at=at, tell_at=at)


def test_mails_of_a_night_are_as_well_as_one(well, now, seeker):
    morning = now + timedelta(hours=9)
    waiting = {"kind": "jobs/job_notice", "recipient": seeker.user, "try_at": morning, "waits_until": morning}
    Message.objects.bulk_create(Message(**waiting, queued_at=now - timedelta(hours=n)) for n in range(1, 40))
    found = figures("oldest_waiting_message", now=now)["oldest_waiting_message"]
    assert (found.age, found.is_well) == (timedelta(hours=39), True)


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(
    ("tries", "failure", "fails"),
    [(2, "IntegrityError", False), (3, "", False), (3, "IntegrityError", True), (5, "", True)],
)
def test_withdrawal_that_fails_again_and_again_is_not_well(client, now, tries, failure, fails):
    """The command says so with its exit code; the pages go on."""
    ago = now - timedelta(minutes=1)
    moments = {"received_at": ago, "failing_since": ago if failure else None}
    WithdrawalRequestFactory(status="needs_review", tries=tries, failure=failure, **moments)
    assert not_well() == (["failing_withdrawal"] if fails else [])
    response = client.get("/readyz")
    assert (response.status_code, response.json()["failing_withdrawal"]["well"]) == (200, not fails)


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(
    ("fields", "late"),
    [
        ({"status": "received", "received_at": -600}, False),
        ({"status": "received", "received_at": -960}, True),
        ({"status": "scheduled", "completes_at": 960}, False),
        ({"status": "scheduled", "completes_at": -960}, True),
        ({"status": "needs_review", "due_on": 0}, False),
        ({"status": "needs_review", "due_on": -1}, True),
        ({"status": "cancelled", "due_on": -9}, False),
    ],
)
def test_oldest_withdrawal_that_should_have_gone_on_is_found(now, seeker, fields, late):
    """However often a sweep has put its next step off."""
    moved = {name: now + timedelta(seconds=value) for name, value in fields.items() if name.endswith("_at")}
    if "due_on" in fields:
        moved["due_on"] = now.date() + timedelta(days=fields["due_on"])
    if fields["status"] in ("received", "scheduled"):
        moved["next_step_at"] = now + timedelta(minutes=5)
    WithdrawalRequestFactory(seeker=seeker, **{"status": fields["status"], **moved})
    assert not_well() == (["oldest_due_withdrawal"] if late else [])


def test_sweep_is_seen_once_it_went_well(worker):
    sweep_messages.delay()
    sweep_withdrawals.delay()
    worker()
    assert not_well("message_sweep", "withdrawal_sweep") == []


def test_sweep_that_fails_is_not_seen(worker, monkeypatch):
    monkeypatch.setattr("accounts.messages.delivery.BATCH", -1)  # none can be taken
    assert sweep_messages.apply().failed()
    assert not_well("message_sweep") == ["message_sweep"]


def test_beat_writes_that_it_lives_whatever_the_broker_does(db, tmp_path, monkeypatch):
    closed = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    beat = PulsingScheduler(app, schedule_filename=str(tmp_path / "beat"), schedule={})
    monkeypatch.setattr(beat, "apply_async", lambda *args, **kwargs: 1 / 0)
    for _within_half_a_minute in range(2):
        assert beat.tick() <= 30
    assert not_well("beat") == []
    assert closed == [True]  # it holds no connection while it sleeps


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's plans are of another form")
@pytest.mark.usefixtures("well")
def test_figures_are_looked_up_in_indexes(now, desk):
    with CaptureQueriesContext(connection) as asked:
        not_well()
    with connection.cursor() as cursor:
        # On a handful of rows the planner would rather read them all, or in any order, and sort.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        for query in asked.captured_queries[1:]:
            if query["sql"].startswith("SELECT") and "FROM" in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
                assert "Index" in plan
                assert "Sort" not in plan
                assert "Filter" not in plan
    assert len(asked) <= 20


def test_all_figures_are_one_statement_which_reads_each_thing_once(well, now, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        figures(now=now)
    assert asked.captured_queries[0]["sql"].count('"accounts_pulse"."at"') == 1


def test_figures_name_nobody(well, now):
    seeker = JobSeekerFactory()
    WithdrawalRequestFactory(seeker=seeker, status="scheduled", completes_at=now - timedelta(days=1))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("health", stdout=out)
    assert [word for word in (seeker.user.email, seeker.member_number, "W-") if word in out.getvalue()] == []


SCRIPT = """
import django
django.setup()
from django.test import Client
response = Client().get("/readyz")
print(response.status_code, response.json())
"""


def test_not_ready_when_nothing_answers(refusing):
    nowhere = {"DATABASE_URL": "sqlite:////not/there/db.sqlite3", "REDIS_URL": refusing}
    named = {"DJANGO_SETTINGS_MODULE": "config.settings", **nowhere}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=os.environ | named, cwd=ROOT, capture_output=True, text=True
    )
    assert ran.stdout == "503 {'database': 'down', 'broker': 'down'}\n", ran.stderr[-2000:]
