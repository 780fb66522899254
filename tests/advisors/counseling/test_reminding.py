"""The reminder on the day before."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core import mail

from accounts.models import Message, Pulse
from advisors.counseling import booking as actions
from advisors.counseling import reminding
from advisors.tasks import remind_of_tomorrow as task
from tests import factories
from tests.sweeps import go_on, poison, remind_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked(assignment, seeker, advisor, now):
    """A counseling on Saturday at ten, booked long ago; now it is Friday at ten."""
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 21), hour=10)
    return factories.CounselingBookingFactory(slot=slot, seeker=seeker)


def reminders() -> int:
    return Message.objects.filter(kind="advisors/reminder").count()


@pytest.mark.parametrize("times", [1, 2])
def test_counseling_of_tomorrow_is_reminded_of_once(booked, now, times):
    for _ in range(times):
        remind_all(reminding, now=now)
    booked.refresh_from_db()
    assert (reminders(), booked.reminded_at) == (1, now)


@pytest.mark.parametrize(("hours", "count"), [(-2, 0), (-1, 1), (9, 1), (10, 0)])
def test_nobody_is_reminded_in_the_night(booked, now, hours, count):
    remind_all(reminding, now=now + timedelta(hours=hours))
    assert reminders() == count


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (1, 0)])
def test_reminder_comes_on_the_day_before(booked, now, days, count):
    remind_all(reminding, now=now + timedelta(days=days))
    assert reminders() == count


@pytest.mark.parametrize(("ago", "count"), [(timedelta(hours=1), 0), (timedelta(days=1), 1)])
def test_who_booked_today_is_not_reminded_today(booked, now, ago, count):
    booked.booked_at = now - ago
    booked.save()
    remind_all(reminding, now=now)
    assert reminders() == count


def test_cancelled_counseling_is_not_reminded_of(booked, seeker, now):
    actions.cancel_booking(booked.pk, seeker, now=now)
    remind_all(reminding, now=now)
    assert reminders() == 0


@pytest.mark.parametrize(("days", "count"), [(0, 0), (3, 1)])
def test_moved_counseling_is_reminded_of_on_its_own_eve(booked, seeker, advisor, now, days, count):
    day = booked.slot.held_on + timedelta(days=days)
    other = factories.CounselingSlotFactory(advisor=advisor, held_on=day, hour=16)
    actions.move_booking(booked.pk, other.pk, seeker, form="online", now=now)
    remind_all(reminding, now=now + timedelta(days=days))
    assert reminders() == count


def test_reminder_says_where_and_until_when(booked, worker):
    task()
    worker()
    text = mail.outbox[0].body
    assert "When: Sat 21 Nov, 10:00" in text
    assert "You can move or cancel it here until Sat 21 Nov, 07:00" in text
    assert "/counseling/" in text


def test_one_that_fails_each_time_holds_up_nobody_and_is_told_of(booked, advisor, now, worker, monkeypatch, clock):
    slots = [
        factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 21), hour=hour) for hour in (14, 16)
    ]
    others = {factories.CounselingBookingFactory(slot=slot).seeker.user for slot in slots}
    poison(monkeypatch, reminding, "tell", booked.pk)
    rounds = partial(go_on, task, Pulse.Name.COUNSELING_REMINDERS, worker=worker, clock=clock, since=now)
    assert rounds() == ["oldest_due_reminder"]
    assert {it.recipient for it in Message.objects.filter(kind="advisors/reminder")} == others
    monkeypatch.undo()
    assert (rounds(), reminders()) == ([], 3)
