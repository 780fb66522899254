"""A counseling that is over and of which nobody has said what came: in nobody's way, and in somebody's sight."""

from datetime import date, timedelta

import pytest

from accounts.models import Message
from advisors.counseling import start
from advisors.counseling.booking import book_slot, cancel_booking, record_outcome
from advisors.counseling.refusals import AlreadyBooked, SlotTaken
from advisors.counseling.unrecorded import is_left_to_desk, last_day, unrecorded_at_desk
from advisors.handover import replacing
from advisors.models import CounselingNotes
from advisors.today.days import day_of
from tests import factories
from tests.conftest import signed_in

YESTERDAY, TODAY = date(2026, 11, 19), date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(assignment, now):
    """An hour that ended this morning: it is ten now."""
    return held(assignment, TODAY, 9)


def held(assignment, day, hour):
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=day, hour=hour)
    return factories.CounselingBookingFactory(slot=slot, seeker=assignment.seeker)


def page_of(booking) -> str:
    return f"/admin/advisors/counselingbooking/{booking.pk}/change/"


def test_seeker_books_again_and_it_stays_to_be_recorded(over, assignment, seeker, seeker_client, desk, now):
    assert "Your next counseling" not in seeker_client.get("/counseling/").content.decode()
    slots = factories.CounselingSlotFactory.create_batch(2, advisor=assignment.advisor)
    book_slot(slots[0].pk, seeker, form="online", now=now)
    with pytest.raises(AlreadyBooked):
        book_slot(slots[1].pk, seeker, form="online", now=now)
    assert record_outcome(over.pk, "completed", by=desk, now=now).status == "completed"
    assert seeker.counseling_bookings.ahead(now).get().slot == slots[0]


def test_slot_is_said_to_be_taken_not_that_there_is_a_counseling_ahead(over, assignment, seeker, now):
    slots = factories.CounselingSlotFactory.create_batch(2, advisor=assignment.advisor)
    factories.CounselingBookingFactory(slot=slots[1])
    cancel_booking(book_slot(slots[0].pk, seeker, form="online", now=now).pk, seeker, now=now)
    over.refresh_from_db()
    assert (over.status, over.set_aside_at) == ("booked", now)
    with pytest.raises(SlotTaken):
        book_slot(slots[1].pk, seeker, form="online", now=now)


def test_hour_that_is_not_over_is_ahead(assignment, seeker, seeker_client, now):
    held(assignment, TODAY, 10)
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor)
    with pytest.raises(AlreadyBooked):
        book_slot(slot.pk, seeker, form="online", now=now)
    assert "Your next counseling" in seeker_client.get("/counseling/").content.decode()


def test_neither_replacing_nor_ending_calls_off_what_was_held(over, assignment, seeker, now):
    replacing.replace(seeker.pk, factories.AdvisorFactory().pk, now=now)
    replacing.end(seeker.assignments.current().get().pk, now=now)
    over.refresh_from_db()
    assert (over.status, over.slot.advisor) == ("booked", assignment.advisor)
    assert not Message.objects.filter(kind="advisors/cancelled_for_you").exists()


@pytest.mark.parametrize(("move", "status"), [("completed", "completed"), ("no_show", "no_show")])
def test_advisor_records_it_from_the_first_page_by_one_button(move, status, over, advisor, advisor_client, now):
    day = day_of(advisor.user, now=now)
    assert (day.unrecorded, day.today) == ([over], [over])
    page = advisor_client.get("/admin/").content.decode()
    assert page.count(f'action="{page_of(over)}"') == 2
    advisor_client.post(page_of(over), {"move": move, "no_show-ticked": "on"})
    over.refresh_from_db()
    assert over.status == status
    assert day_of(advisor.user, now=now).unrecorded == []


def test_advisor_still_sees_what_was_held_weeks_ago(assignment, advisor, now):
    before = held(assignment, TODAY - timedelta(days=30), 9)
    assert day_of(advisor.user, now=now).unrecorded == [before]


def test_desk_records_it_after_a_business_day(over, assignment, desk, desk_client, now):
    assert list(unrecorded_at_desk(desk, now=now)) == []
    assert desk_client.post(page_of(over), {"move": "completed"}).status_code == 403
    older = held(factories.AssignmentFactory(), YESTERDAY, 9)
    assert list(unrecorded_at_desk(desk, now=now)) == [older]
    assert desk_client.get("/admin/").content.decode().count(f'action="{page_of(older)}"') == 2
    desk_client.post(page_of(older), {"move": "completed"})
    older.refresh_from_db()
    assert older.status == "completed"


def test_desk_records_at_once_what_a_former_advisor_held_and_they_see_nothing(over, advisor, seeker, desk, now):
    replacing.replace(seeker.pk, factories.AdvisorFactory().pk, now=now)
    assert signed_in(advisor.user).get(page_of(over)).status_code == 404
    assert day_of(advisor.user, now=now).unrecorded == []
    assert list(unrecorded_at_desk(desk, now=now)) == [over]
    signed_in(desk).post(page_of(over), {"move": "completed", "completed-notes": "Zoom"})
    over.refresh_from_db()
    assert over.status == "completed"
    assert CounselingNotes.objects.get().assignment.advisor == advisor


def test_desk_reads_what_has_waited_longest_first(desk, now):
    days = [(TODAY - timedelta(days=1), 12), (TODAY - timedelta(days=9), 15), (TODAY - timedelta(days=1), 9)]
    later, first, earlier = [held(factories.AssignmentFactory(), *when) for when in days]
    assert list(unrecorded_at_desk(desk, now=now)) == [first, earlier, later]


def test_desk_is_left_nothing_before_the_hour_is_over(over, seeker, now):
    replacing.replace(seeker.pk, factories.AdvisorFactory().pk, now=now - timedelta(minutes=1))
    assert not is_left_to_desk(over, now=now - timedelta(minutes=1))
    assert is_left_to_desk(over, now=now)


def test_advisor_is_not_told_of_the_desks_list(over, advisor, now):
    assert "Counseling whose outcome nobody has recorded" not in signed_in(advisor.user).get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("today", "day"),
    [(TODAY, YESTERDAY), (date(2026, 11, 21), YESTERDAY), (date(2026, 11, 24), date(2026, 11, 23))],
)
def test_business_day_has_passed_over_weekend_and_holiday(today, day):
    assert last_day(today) == day


def test_desk_is_told_that_there_are_more_where_there_are(desk, now, monkeypatch):
    monkeypatch.setattr(start, "AT_MOST", 2)
    bookings = [held(factories.AssignmentFactory(), YESTERDAY, hour) for hour in (9, 10)]
    assert told(desk, now) == (2, False, bookings)
    held(factories.AssignmentFactory(), YESTERDAY, 11)
    assert told(desk, now) == (2, True, bookings)


def told(desk, now):
    """The number at a glance, whether there are more, and those that are shown."""
    part = next(it for it in start.parts(desk, now=now) if it.name == "unrecorded-desk")
    [tile] = part.tiles
    return tile.number, tile.is_cut, part.said["bookings"]
