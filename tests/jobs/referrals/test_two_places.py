"""Nobody is in two places: a seeker's interview and their counseling, whichever comes second."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from advisors.counseling import booking as counseling
from advisors.counseling import fitting
from advisors.models import CounselingBooking
from advisors.today.days import SHOWN_AHEAD, interviews_between
from jobs.models import JobInterview
from jobs.referrals import refusals, selection
from tests import factories
from tests.conftest import NOW
from tests.jobs.referrals.test_twins import at_once

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=NOW.tzinfo)


@pytest.fixture
def referral(counseled, posting):
    return factories.ReferralFactory(seeker=counseled, posting=posting, status="interview")


@pytest.fixture
def slot(advisor, referral):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=DAY, hour=14)


def interview(referral, *moment: int, **more) -> JobInterview:
    return factories.JobInterviewFactory(referral=referral, starts_at=at(*moment), **more)


def book(slot, seeker, now) -> CounselingBooking:
    return counseling.book_slot(slot.pk, seeker, form="online", now=now)


AROUND = [((13, 0), False), ((13, 1), True), ((14, 0), True), ((14, 59), True), ((15, 0), False)]


@pytest.mark.parametrize(("moment", "overlaps"), AROUND)
def test_no_counseling_in_the_hour_of_ones_interview(slot, seeker, referral, now, moment, overlaps):
    interview(referral, *moment)
    assert (slot in fitting.slots_for(seeker, now=now)) == (not overlaps)
    if overlaps:
        with pytest.raises(counseling.AtInterview) as refusal:
            book(slot, seeker, now)
        assert referral.posting.company.name in refusal.value.said
    else:
        assert book(slot, seeker, now).slot == slot


@pytest.mark.parametrize(("moment", "overlaps"), AROUND)
def test_no_interview_in_the_hour_of_a_booked_counseling(slot, seeker, advisor, referral, now, moment, overlaps):
    book(slot, seeker, now)
    said = {"by": advisor.user, "place": "本社", "now": now, "starts_at": at(*moment)}
    far = interview(referral, 18)
    if overlaps:
        with pytest.raises(refusals.CounselingThen):
            selection.to_interview(referral.pk, **said)
        with pytest.raises(refusals.CounselingThen):
            selection.move_interview(far.pk, **said)
        assert referral.interviews.get() == far
    else:
        selection.to_interview(referral.pk, **said)
        assert referral.interviews.count() == 2


@pytest.mark.parametrize("is_over", [True, False])
def test_interview_that_does_not_take_place_keeps_no_hour(slot, seeker, referral, now, is_over):
    interview(referral, 14, called_off_at=None if is_over else now)
    if is_over:
        selection.reject(referral.pk, by=slot.advisor.user, now=now)
    assert slot in fitting.slots_for(seeker, now=now)
    assert book(slot, seeker, now).slot == slot


def test_interview_of_somebody_else_keeps_no_hour(slot, seeker, now):
    interview(factories.ReferralFactory(status="interview"), 14)
    assert book(slot, seeker, now).slot == slot


def test_counseling_is_not_moved_into_the_hour_of_an_interview(slot, seeker, referral, advisor, now):
    booked = book(factories.CounselingSlotFactory(advisor=advisor, held_on=DAY, hour=17), seeker, now)
    interview(referral, 14, 30)
    with pytest.raises(counseling.AtInterview):
        counseling.move_booking(booked.pk, slot.pk, seeker, form="online", now=now)
    booked.refresh_from_db()
    assert booked.slot.hour == 17


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_counseling_that_is_not_held_keeps_no_hour(slot, seeker, advisor, referral, now, status):
    factories.CounselingBookingFactory(slot=slot, seeker=seeker, status=status)
    selection.to_interview(referral.pk, by=advisor.user, place="本社", now=now, starts_at=at(14))
    assert referral.interviews.get().starts_at == at(14)


def test_two_companies_do_not_have_the_same_hour_and_one_company_may(referral, seeker, advisor, now):
    interview(referral, 14)
    other = factories.ReferralFactory(seeker=seeker, status="interview")
    said = {"by": advisor.user, "place": "本社", "now": now}
    selection.to_interview(referral.pk, starts_at=at(14, 30), **said)
    for clash in (at(13, 1), at(15, 29)):
        with pytest.raises(refusals.InterviewThen):
            selection.to_interview(other.pk, starts_at=clash, **said)
    for free in (at(13), at(15, 30)):
        selection.to_interview(other.pk, starts_at=free, **said)
    assert JobInterview.objects.count() == 4


def test_place_of_an_interview_that_overlaps_already_can_be_corrected(slot, seeker, advisor, referral, now):
    book(slot, seeker, now)
    overlapping = interview(referral, 14)
    moved = selection.move_interview(overlapping.pk, by=advisor.user, place="支社", starts_at=at(14), now=now)
    assert moved.place == "支社"


# What is said


def test_seeker_reads_which_interview_it_is(clock, slot, seeker_client, referral):
    interview(referral, 9)
    interview(referral, 14, 30)
    assert counseling.interview_during(slot, referral.seeker).args == (at(14, 30),)
    for answer in (seeker_client.get, seeker_client.post):
        page = answer(reverse("advisors:book", args=[slot.pk]), {"form": "online"}, follow=True).content.decode()
        assert f"{referral.posting.company.name}" in page
        assert "14:30" in page
    assert not CounselingBooking.objects.booked().exists()


def test_desk_on_the_phone_reads_which_interview_it_is(clock, slot, desk_client, referral, seeker):
    interview(referral, 14, 30)
    page = reverse("admin:advisors_counselingbooking_add") + f"?seeker={seeker.pk}&slot={slot.pk}"
    assert referral.posting.company.name in desk_client.get(page, follow=True).content.decode()


def test_advisor_reads_which_counseling_it_is_and_what_was_typed_stays(clock, slot, advisor_client, referral, now):
    book(slot, referral.seeker, now)
    page = reverse("admin:jobs_referral_change", args=[referral.pk])
    typed = {"interview-starts_at": "2026-12-01 14:30", "interview-place": "見本ビル3階"}
    shown = advisor_client.post(page, {"move": "interview", **typed}).content.decode()
    assert "14:00" in shown
    assert "見本ビル3階" in shown
    assert not referral.interviews.exists()


# What an advisor sees of it


def test_interview_stands_in_the_advisors_week_and_days_ahead(clock, advisor_client, advisor, referral, now):
    interview(referral, 11, 30)
    clock.move_to(at(9))
    today = at(9).date()
    assert [tie.starts_at for tie in interviews_between(advisor.user, today, today)] == [at(11, 30)]
    for page in ("/admin/", "/admin/advisors/week/"):
        shown = advisor_client.get(page).content.decode()
        assert f"/admin/jobs/referral/{referral.pk}/change/" in shown
        assert "11:30" in shown


@pytest.mark.parametrize("how", ["called off", "over", "later", "rejected", "ended", "another"])
def test_interview_that_is_none_of_theirs_is_not_shown(referral, advisor, other_advisor, assignment, now, how):
    moment = {"over": now - timedelta(days=1), "later": now + timedelta(days=9)}.get(how, now + timedelta(days=1))
    off = now if how == "called off" else None
    factories.JobInterviewFactory(referral=referral, starts_at=moment, called_off_at=off)
    if how == "rejected":
        selection.reject(referral.pk, by=advisor.user, now=now)
    if how == "ended":
        assignment.end(at=now)
    viewer = other_advisor if how == "another" else advisor
    assert not interviews_between(viewer.user, now.date(), now.date() + SHOWN_AHEAD).exists()


def test_interview_takes_no_hour_of_the_advisor(slot, referral, advisor, now):
    interview(referral, 14)
    other = factories.AssignmentFactory(advisor=advisor).seeker
    assert book(slot, other, now).slot == slot


# In the same moment


def book_unless_refused(slot, seeker, now) -> None:
    with suppress(counseling.AtInterview):
        book(slot, seeker, now)


@pytest.mark.django_db(transaction=True)
def test_booking_while_the_interview_is_set_leaves_one_of_them(slot, seeker, advisor, referral, now):
    said = {"by": advisor.user, "place": "本社", "now": now, "starts_at": at(14)}
    for _ in range(5):
        at_once(lambda: book_unless_refused(slot, seeker, now), lambda: selection.to_interview(referral.pk, **said))
        booked, interviews = seeker.counseling_bookings.booked(), referral.interviews
        assert booked.count() + interviews.count() == 1
        booked.update(status="cancelled", ended_at=now, cancelled_by="desk")
        interviews.all().delete()
