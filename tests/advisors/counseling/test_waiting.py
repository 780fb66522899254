"""Whoever waits for a slot is told once, when there is one that fits."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail

from accounts.models import Message, Pulse
from advisors.counseling import booking, waiting
from advisors.models import SlotWait
from advisors.tasks import tell_who_waits
from tests import factories
from tests.sweeps import go_on, poison

pytestmark = pytest.mark.django_db


def wait(seeker, now, *, gender="any", prefecture=""):
    return waiting.wait_for_slot(seeker, gender=gender, prefecture=prefecture, now=now)


def told() -> list[str]:
    return list(Message.objects.values_list("kind", flat=True))


@pytest.mark.parametrize("times", [1, 2])
def test_who_waits_is_told_once(seeker, now, times):
    wait(seeker, now)
    factories.CounselingSlotFactory()
    for _ in range(times):
        waiting.tell_waiting(now=now)
    assert told() == ["advisors/slot_open"]
    assert SlotWait.objects.get().told_at == now


def test_who_was_told_may_wait_again(seeker, now):
    factories.SlotWaitFactory(seeker=seeker, told_at=now)
    factories.CounselingSlotFactory()
    assert wait(seeker, now).since == now
    waiting.tell_waiting(now=now)
    assert told() == ["advisors/slot_open"]


def test_who_waits_already_keeps_their_place(seeker, now):
    since = factories.SlotWaitFactory(seeker=seeker).since
    assert wait(seeker, now, gender="female").since == since
    assert SlotWait.objects.get().gender == "female"


@pytest.mark.parametrize(("wanted", "is_told"), [("female", True), ("male", False)])
def test_slot_of_another_gender_is_not_told_of(seeker, now, wanted, is_told):
    wait(seeker, now, gender=wanted)
    factories.CounselingSlotFactory(advisor__gender="female")
    waiting.tell_waiting(now=now)
    assert bool(told()) is is_told


@pytest.mark.parametrize(("wanted", "is_told"), [("13", True), ("27", False)])
def test_slot_elsewhere_is_not_told_of(seeker, now, wanted, is_told):
    wait(seeker, now, prefecture=wanted)
    factories.CounselingSlotFactory(office=factories.OfficeFactory(prefecture="13"))
    waiting.tell_waiting(now=now)
    assert bool(told()) is is_told


def test_seeker_with_an_advisor_waits_for_them_alone(assignment, seeker, now):
    wait(seeker, now)
    factories.CounselingSlotFactory()
    waiting.tell_waiting(now=now)
    assert told() == []
    factories.CounselingSlotFactory(advisor=assignment.advisor)
    waiting.tell_waiting(now=now)
    assert told() == ["advisors/slot_open"]


def test_seeker_who_is_leaving_is_not_told(seeker, now):
    wait(seeker, now)
    factories.CounselingSlotFactory()
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    waiting.tell_waiting(now=now)
    assert SlotWait.objects.get().told_at is None


def test_nobody_waits_and_one_query_says_so(django_assert_num_queries, now):
    with django_assert_num_queries(1):
        waiting.tell_waiting(now=now)


def test_cancelled_counseling_opens_the_slot_for_who_waits(seeker, other_seeker, now, worker):
    booked = factories.CounselingBookingFactory(seeker=other_seeker)
    wait(seeker, now)
    tell_who_waits()
    assert told() == []
    booking.cancel_booking(booked.pk, other_seeker, now=now)
    worker()
    assert [message.to for message in mail.outbox if "There is a time" in message.subject] == [[seeker.user.email]]


def test_one_who_cannot_be_told_holds_up_nobody_and_is_told_of(now, worker, monkeypatch, clock):
    waits = [factories.SlotWaitFactory(since=now - timedelta(days=days)) for days in (3, 2, 1)]
    factories.CounselingSlotFactory()
    poison(monkeypatch, waiting, "fitting_slots", waits[0].pk)
    often = {"worker": worker, "clock": clock, "since": now, "until": 70}
    rounds = partial(go_on, tell_who_waits.apply, Pulse.Name.WAITING, **often)
    assert rounds() == ["late_round"]
    assert list(SlotWait.objects.filter(told_at=None)) == waits[:1]
    monkeypatch.undo()
    assert rounds() == []
