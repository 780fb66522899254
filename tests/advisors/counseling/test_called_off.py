"""An hour of today or tomorrow at which nobody comes any more stays on the advisor's day, and names nobody."""

import re
from datetime import date, timedelta
from functools import partial

import pytest

from accounts.models import Message
from advisors.counseling import booking as actions
from advisors.counseling import refusals
from advisors.handover import replacing
from advisors.models import CounselingSlot
from advisors.today.days import day_of
from tests import factories
from tests.costs import counted
from tests.twins import at_once
from withdrawals.requests.advancing import advance

TODAY, TOMORROW, LATER = (date(2026, 11, day) for day in (20, 21, 22))
WEEK = "/admin/advisors/week/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def booked_on(tie, day: date, hour: int = 16):
    slot = factories.CounselingSlotFactory(advisor=tie.advisor, held_on=day, hour=hour)
    return factories.CounselingBookingFactory(slot=slot, seeker=tie.seeker)


def cancels(booking, now):
    actions.cancel_booking(booking.pk, booking.seeker, now=now)


def is_erased(booking, now):
    request = factories.WithdrawalRequestFactory(
        seeker=booking.seeker, status="scheduled", received_at=now, completes_at=now
    )
    advance(request.pk, now=now)


def is_passed_on(booking, now):
    replacing.replace(booking.seeker_id, factories.AdvisorFactory().pk, now=now)


def loses_the_advisor(booking, now):
    replacing.end(booking.seeker.assignments.current().get().pk, now=now)


def is_cancelled_by_the_desk(booking, now):
    actions.cancel_for_seeker(booking.pk, by="desk", now=now)


ENDS = [cancels, is_erased, is_passed_on, loses_the_advisor, is_cancelled_by_the_desk]


def hours(advisor, now) -> list[tuple[date, int]]:
    return [(slot.held_on, slot.hour) for slot in day_of(advisor.user, now=now).called_off]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("day", "shown"), [(TODAY, True), (TOMORROW, True), (LATER, False)])
def test_hour_of_today_or_tomorrow_is_shown_as_called_off(end, day, shown, assignment, advisor, other_advisor, now):
    end(booked_on(assignment, day), now)
    assert hours(advisor, now) == [(day, 16)] * shown
    assert hours(other_advisor, now) == []
    assert Message.objects.filter(recipient=advisor.user, kind="advisors/day_changed").exists() == shown


def section(page: str) -> str:
    return re.search(r'<h3 id="called-off">.*?</ul>', page, re.DOTALL).group()


@pytest.mark.parametrize("end", ENDS)
def test_pages_are_alike_whatever_it_was_and_name_nobody(end, assignment, advisor_client, now):
    end(booked_on(assignment, TODAY), now)
    first, week = (advisor_client.get(page).content.decode() for page in ("/admin/", WEEK))
    said = re.sub(r"<[^>]+>|\s+", " ", section(first)).split()
    assert " ".join(said) == "Called off, today and tomorrow Fri 20 Nov 16:00 called off"
    assert [page.count("called off") for page in (first, week)] == [1, 1]
    assert [word for word in named(assignment.seeker) if word in section(first) + week] == []


def test_hour_that_is_offered_no_more_stays_in_the_week(assignment, advisor_client, now):
    booking = booked_on(assignment, TODAY)
    cancels(booking, now)
    CounselingSlot.objects.filter(pk=booking.slot_id).update(is_offered=False)
    assert "called off" in advisor_client.get(WEEK).content.decode()


def named(seeker) -> list[str]:
    return [seeker.member_number, seeker.family_name, seeker.given_name]


def test_what_stays_of_one_who_is_erased_tells_nothing_of_them(assignment, advisor, worker, mailoutbox, now):
    booking = booked_on(assignment, TODAY)
    slots = CounselingSlot.objects.filter(pk=booking.slot_id)
    before = slots.values().get()
    is_erased(booking, now)
    assert slots.values().get() == {**before, "is_called_off": True}
    worker()
    (mail,) = (mail for mail in mailoutbox if mail.to == [advisor.user.email])
    assert "Counseling cancelled: " in mail.subject
    told = [*named(assignment.seeker), "withdraw", "erase", "Member number"]
    assert [word for word in told if word in mail.subject + mail.body] == []


@pytest.mark.parametrize(("hour", "shown"), [(9, False), (10, True)])
def test_hour_that_goes_on_counts_and_one_that_is_over_does_not(hour, shown, assignment, advisor, now):
    is_erased(booked_on(assignment, TODAY, hour), now)
    assert hours(advisor, now) == [(TODAY, hour)] * shown


def test_hour_that_is_booked_again_is_called_off_no_more(assignment, advisor, now):
    booking = booked_on(assignment, TODAY)
    cancels(booking, now)
    actions.book_slot(booking.slot_id, assignment.seeker, form="online", now=now)
    assert hours(advisor, now) == []


def test_what_the_advisor_calls_off_needs_no_mark(assignment, advisor, now):
    actions.cancel_for_seeker(booked_on(assignment, TODAY).pk, by="advisor", now=now)
    assert hours(advisor, now) == []


def test_yesterdays_is_gone_from_the_day(assignment, advisor, now):
    cancels(booked_on(assignment, TODAY), now)
    assert hours(advisor, now + timedelta(days=1)) == []


@pytest.mark.parametrize("page", ["/admin/", WEEK])
def test_pages_ask_the_same_however_many_are_called_off(page, advisor_client, advisor, now):
    asked = []
    for hour in (14, 15, 16):
        cancels(booked_on(factories.AssignmentFactory(advisor=advisor), TODAY, hour), now)
        with counted() as sent:
            advisor_client.get(page)
        asked.append(len(sent))
    assert len(set(asked)) == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_books_the_hour_meanwhile_waits_and_is_not_waited_for(assignment, advisor, now):
    """On PostgreSQL: either locks the slot first, so that none stands in the other's way for ever."""
    bookings = [booked_on(factories.AssignmentFactory(advisor=advisor), TODAY, hour) for hour in (14, 15, 16, 17)]
    others = [factories.AssignmentFactory(advisor=advisor).seeker for _ in bookings]
    ends = [partial(end, booking, now) for booking, end in zip(bookings, [cancels, is_erased] * 2, strict=True)]
    books = [
        partial(actions.book_slot, booking.slot_id, other, form="online", now=now)
        for booking, other in zip(bookings, others, strict=True)
    ]
    at_once(*ends, *books, refusals=(refusals.SlotTaken,))
    assert CounselingSlot.objects.filter(is_called_off=True).count() == 4
