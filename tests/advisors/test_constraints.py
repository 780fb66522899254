"""What the database refuses, whoever asks."""

import factory as declared
import pytest
from django.db import IntegrityError, transaction

from tests import factories

pytestmark = pytest.mark.django_db


def refused(factory, match: str, **fields) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        factory(**fields)


@pytest.mark.parametrize(
    ("factory", "constraint", "fields"),
    [
        (factories.OfficeFactory, "office_prefecture_known", {"prefecture": "99"}),
        (factories.WeeklyHoursFactory, "weeklyhours_end_after_they_begin", {"from_hour": 12, "until_hour": 12}),
        (factories.WeeklyHoursFactory, "weeklyhours_end_after_they_begin", {"from_hour": 7}),
        (factories.WeeklyHoursFactory, "weeklyhours_weekday_known", {"weekday": 7}),
        (
            factories.WeeklyHoursFactory,
            "weeklyhours_no_office_at_weekends",
            {"weekday": 5, "office": declared.SubFactory(factories.OfficeFactory)},
        ),
        (factories.CounselingSlotFactory, "counselingslot_hour_of_the_day", {"hour": 21}),
        (factories.CounselingBookingFactory, "counselingbooking_ended_at_iff_ended", {"ended_at": factories.JOINED}),
        (factories.CounselingBookingFactory, "counselingbooking_cancelled_by_somebody", {"cancelled_by": "desk"}),
        (factories.CounselingBookingFactory, "counselingbooking_form_known", {"form": "letter"}),
        (factories.CounselingBookingFactory, "counselingbooking_booked_by_known", {"booked_by": "nobody"}),
        (factories.CounselingBookingFactory, "counselingbooking_purpose_known", {"purpose": "lunch"}),
        (factories.ConversationEntryFactory, "conversationentry_says_something", {"text": ""}),
        (factories.ContactWishFactory, "contactwish_hours_of_the_day", {"from_hour": 20, "until_hour": 9}),
        (
            factories.AdvisorChangeRequestFactory,
            "advisorchangerequest_ended_at_iff_ended",
            {"status": "closed", "ended_at": None},
        ),
    ],
)
def test_row_that_makes_no_sense_is_refused(factory, constraint, fields):
    refused(factory, constraint, **fields)


# Unique ones, which SQLite does not name


def test_advisor_is_in_one_place_at_a_time(advisor):
    """counselingslot_one_place_at_a_time"""
    slot = factories.CounselingSlotFactory(advisor=advisor)
    same = {"advisor": advisor, "held_on": slot.held_on, "hour": slot.hour}
    refused(factories.CounselingSlotFactory, "counselingslot", **same)


def test_slot_is_booked_once_until_it_is_cancelled(seeker):
    """counselingbooking_slot_booked_once"""
    booking = factories.CounselingBookingFactory()
    refused(factories.CounselingBookingFactory, "counselingbooking", slot=booking.slot)
    booking.end("cancelled", at=factories.JOINED, cancelled_by="seeker")
    assert factories.CounselingBookingFactory(slot=booking.slot).status == "booked"


def test_seeker_has_one_counseling_ahead(seeker):
    """counselingbooking_one_ahead_per_seeker"""
    booking = factories.CounselingBookingFactory(seeker=seeker)
    refused(factories.CounselingBookingFactory, "counselingbooking", seeker=seeker)
    booking.end("completed", at=booking.slot.ends_at)
    assert factories.CounselingBookingFactory(seeker=seeker).status == "booked"


@pytest.mark.parametrize("purpose", ["counseling", "mock_interview"])
def test_seeker_has_one_hour_ahead_for_each_purpose(seeker, purpose):
    """counselingbooking_one_ahead_per_seeker"""
    for each in ("counseling", "mock_interview"):
        factories.CounselingBookingFactory(seeker=seeker, purpose=each)
    refused(factories.CounselingBookingFactory, "counselingbooking", seeker=seeker, purpose=purpose)


def test_advisor_has_a_day_off_once(advisor):
    """dayoff_once_a_day"""
    factories.DayOffFactory(advisor=advisor)
    refused(factories.DayOffFactory, "dayoff", advisor=advisor)


@pytest.mark.parametrize("hours", [(11, 13), (9, 11), (10, 12), (8, 20), (11, 12)])
def test_hours_of_an_advisor_do_not_overlap(advisor, hours):
    """weeklyhours_do_not_overlap"""
    factories.WeeklyHoursFactory(advisor=advisor)
    refused(factories.WeeklyHoursFactory, "weeklyhours", advisor=advisor, from_hour=hours[0], until_hour=hours[1])
    later = factories.WeeklyHoursFactory(advisor=advisor, from_hour=12, until_hour=13)
    with pytest.raises(IntegrityError, match="weeklyhours"), transaction.atomic():
        type(later).objects.filter(pk=later.pk).update(from_hour=11)


def test_hours_that_touch_or_are_of_others_may_be(advisor, other_advisor):
    factories.WeeklyHoursFactory(advisor=advisor)
    for other in ({"from_hour": 12, "until_hour": 13}, {"weekday": 1}, {"advisor": other_advisor}):
        factories.WeeklyHoursFactory(**{"advisor": advisor, **other})


def test_day_is_closed_once():
    """closedday_once"""
    factories.ClosedDayFactory()
    refused(factories.ClosedDayFactory, "closedday")


def test_seeker_has_one_open_change_request(assignment):
    """advisorchangerequest_one_open_per_seeker"""
    asked = factories.AdvisorChangeRequestFactory(assignment=assignment)
    refused(factories.AdvisorChangeRequestFactory, "advisorchangerequest", assignment=assignment)
    asked.end("withdrawn", at=factories.JOINED, by=None)
    assert factories.AdvisorChangeRequestFactory(assignment=assignment).status == "submitted"
