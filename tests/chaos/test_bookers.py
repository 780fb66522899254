"""Many people at one slot in the same moment: one has it, the others are told kindly, and see other times."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from advisors.counseling import booking as actions
from advisors.counseling import refusals, reminding
from advisors.counseling.slots import make_slots
from advisors.counseling.waiting import tell_waiting
from advisors.models import Assignment, CounselingBooking, CounselingSlot
from tests import factories, twins
from tests.conftest import signed_in
from tests.sweeps import remind_due

BOOKERS = 30
TIMES = 5
at_once = partial(twins.at_once, refusals=(refusals.NotBookable,))

pytestmark = pytest.mark.django_db(transaction=True)


def next_week(hours: int = 0):
    return timezone.localdate() + timedelta(days=7, hours=hours)


@pytest.fixture
def slot():
    advisor = factories.AdvisorFactory(capacity=100)
    return factories.CounselingSlotFactory(advisor=advisor, held_on=next_week(), hour=10)


@pytest.fixture
def other_time():
    return factories.CounselingSlotFactory(held_on=next_week(), hour=15)


def test_thirty_bookers_and_one_slot(slot, other_time):
    clients = [signed_in(factories.JobSeekerFactory().user) for _ in range(BOOKERS)]
    address, other = (reverse("advisors:book", args=[it.pk]) for it in (slot, other_time))
    answers = at_once(*[lambda client=client: client.post(address, {"form": "online"}) for client in clients])
    assert {answer.status_code for answer in answers} == {302}
    asked_again = [client.get(answer.url).content.decode() for client, answer in zip(clients, answers, strict=True)]
    friendly = [text for text in asked_again if "Your counseling is booked" not in text]
    assert len(friendly) == BOOKERS - 1
    assert [text for text in friendly if "Somebody else has just taken this time" not in text] == []
    assert [text for text in friendly if other not in text] == []
    winner = CounselingBooking.objects.get()
    assert list(Assignment.objects.values_list("seeker", flat=True)) == [winner.seeker_id]
    assert Message.objects.get().recipient == winner.seeker.user


def test_one_place_with_an_advisor_and_many_who_want_it(slot):
    """Each another hour of an advisor who has room for one."""
    slot.advisor.capacity = 1
    slot.advisor.save()
    hours = [slot] + [
        factories.CounselingSlotFactory(advisor=slot.advisor, held_on=slot.held_on, hour=n) for n in (11, 12, 13)
    ]
    seekers = [factories.JobSeekerFactory() for _ in hours]
    pairs = zip(hours, seekers, strict=True)
    at_once(*[lambda a=a, b=b: actions.book_slot(a.pk, b, form="online", now=timezone.now()) for a, b in pairs])
    assert (CounselingBooking.objects.count(), Assignment.objects.count()) == (1, 1)


def test_seeker_who_presses_twice_books_once(slot):
    for _ in range(TIMES):
        CounselingBooking.objects.all().delete()
        client = signed_in(factories.JobSeekerFactory().user)
        address = reverse("advisors:book", args=[slot.pk])
        answers = at_once(*[lambda a=address, c=client: c.post(a, {"form": "online"})] * 4)
        assert {answer.status_code for answer in answers} == {302}
        assert CounselingBooking.objects.count() == 1


def booked_at(slot) -> CounselingBooking:
    tie = factories.AssignmentFactory(advisor=slot.advisor)
    return factories.CounselingBookingFactory(slot=slot, seeker=tie.seeker)


def test_moving_and_cancelling_at_once_leave_one_state(slot):
    now = timezone.now()
    for hour in range(11, 11 + TIMES):
        CounselingBooking.objects.all().delete()
        free = factories.CounselingSlotFactory(advisor=slot.advisor, held_on=slot.held_on, hour=hour)
        mine = booked_at(slot)
        move, cancel = at_once(
            lambda a=mine, b=free: actions.move_booking(a.pk, b.pk, a.seeker, form="online", now=now),
            lambda a=mine: actions.cancel_booking(a.pk, a.seeker, now=now),
        )
        mine.refresh_from_db()
        assert (mine.status, cancel.status) == ("cancelled", "cancelled")
        assert (mine.slot == free) is (move is not refusals.TooLate)


def test_two_who_move_to_the_same_slot(slot):
    advisor, day, now = slot.advisor, slot.held_on, timezone.now()
    for hour in range(11, 11 + TIMES):
        CounselingBooking.objects.all().delete()
        second = CounselingSlot.objects.get_or_create(advisor=advisor, held_on=day, hour=20)[0]
        free = factories.CounselingSlotFactory(advisor=advisor, held_on=day, hour=hour)
        both = [booked_at(slot), booked_at(second)]
        at_once(
            *[lambda it=it, b=free: actions.move_booking(it.pk, b.pk, it.seeker, form="online", now=now) for it in both]
        )
        held = sorted(it.slot_id for it in CounselingBooking.objects.all())
        assert held in ([slot.pk, free.pk], [second.pk, free.pk])


def test_slots_made_twice_at_once_while_somebody_books():
    today = date(2026, 11, 20)
    advisor = factories.AdvisorFactory()
    hours = factories.WeeklyHoursFactory(advisor=advisor, from_hour=9, until_hour=18)
    make_slots(today=today)
    for until in range(17, 17 - TIMES, -1):
        hours.until_hour = until
        hours.save()
        slot = CounselingSlot.objects.filter(bookings=None).order_by("-held_on", "-hour").first()
        seeker = factories.JobSeekerFactory()
        now = slot.starts_at - timedelta(days=3)
        *_, booked = at_once(
            lambda: make_slots(today=today),
            lambda: make_slots(today=today),
            lambda a=slot, b=seeker, at=now: actions.book_slot(a.pk, b, form="online", now=at),
        )
        assert (booked is refusals.SlotTaken) is not CounselingBooking.objects.filter(slot=slot).exists()
    left = CounselingSlot.objects.filter(bookings=None)
    assert not left.filter(hour__gte=until).exists()


def test_waiting_and_reminding_twins_tell_once(slot):
    day, now = slot.held_on, timezone.localtime().replace(hour=12)  # an hour at which such mails may leave
    eve = now + timedelta(days=6)
    for _ in range(TIMES):
        CounselingBooking.objects.all().delete()
        Message.objects.all().delete()
        factories.SlotWaitFactory(seeker=factories.JobSeekerFactory(joined_at=now))
        free = CounselingSlot.objects.get_or_create(advisor=slot.advisor, held_on=day, hour=16)[0]
        booked_at(slot)
        at_once(*[lambda: tell_waiting(now=now)] * 3, *[lambda: remind_due(reminding, now=eve)] * 3)
        assert sorted(Message.objects.values_list("kind", flat=True)) == ["advisors/reminder", "advisors/slot_open"]
        assert not free.bookings.exists()
