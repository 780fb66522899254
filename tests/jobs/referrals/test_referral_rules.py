"""What the database itself holds of a referral: plain SQL, by whoever has the password, is refused by name."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import JobSeeker
from advisors.models import CounselingBooking
from jobs.models import JobPosting, Referral, ReferralEvent
from tests import factories
from withdrawals.erasure.erasing import erase_member

pytestmark = pytest.mark.django_db
AT = "2026-11-20 10:00:00+09:00"


def write(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(rule: str, sql: str, *values) -> None:
    with pytest.raises(IntegrityError, match=rule):
        write(sql, *values)


def insert(seeker, posting, status: str = "proposed") -> tuple:
    """A row that keeps every CHECK."""
    columns = "seeker_id, posting_id, status, proposed_at, applied_at, ended_at, note"
    columns += ", decline_reason, decline_condition, decline_comment"
    has_applied, has_ended = status in factories.APPLIED, status in ("accepted", "rejected", "withdrawn_by_seeker")
    moments = [AT, AT if has_applied else None, AT if has_ended else None]
    sql = f"INSERT INTO jobs_referral ({columns}) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', '')"
    return sql, seeker.pk, posting.pk, status, *moments


def test_referral_is_taken_after_counseling_of_an_open_posting(counseled, posting):
    write(*insert(counseled, posting))
    assert Referral.objects.get().status == "proposed"


@pytest.mark.parametrize("status", ["booked", "cancelled", "no_show"])
def test_referral_needs_a_counseling_that_took_place(seeker, posting, status):
    factories.CounselingBookingFactory(seeker=seeker, status=status)
    refused("referral_after_counseling", *insert(seeker, posting))
    assert not Referral.objects.exists()


def test_mock_interview_that_took_place_is_no_counseling(seeker, posting):
    factories.CounselingBookingFactory(seeker=seeker, status="completed", purpose="mock_interview")
    refused("referral_after_counseling", *insert(seeker, posting))


def test_counseling_of_somebody_else_is_none(counseled, other_seeker, posting):
    refused("referral_after_counseling", *insert(other_seeker, posting))


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_referral_needs_an_open_posting(counseled, posting, status):
    """That another one is open is of no use."""
    refused("referral_of_an_open_posting", *insert(counseled, factories.JobPostingFactory(status=status)))


@pytest.mark.parametrize("status", factories.APPLIED)
def test_no_referral_begins_as_an_application(counseled, posting, status):
    refused("referral_begins_before_application", *insert(counseled, posting, status))


@pytest.mark.parametrize("column", ["seeker_id", "posting_id"])
def test_referral_stays_whose_it_is(counseled, other_seeker, posting, column):
    referral = factories.ReferralFactory(seeker=counseled, posting=posting)
    other = {"seeker_id": other_seeker, "posting_id": factories.JobPostingFactory()}[column].pk
    sql = f"UPDATE jobs_referral SET {column} = %s WHERE id = %s"
    refused("referral_stays_with_seeker_and_posting", sql, other, referral.pk)


APPLY = "UPDATE jobs_referral SET status = %s, applied_at = %s, ended_at = %s WHERE id = %s"


@pytest.mark.parametrize("status", factories.APPLIED)
def test_no_application_without_the_seekers_act(counseled, advisor, posting, status):
    referral = factories.ReferralFactory(seeker=counseled, posting=posting)
    ended = AT if status in ("accepted", "rejected", "withdrawn_by_seeker") else None
    rule = "referral_application_is_the_seekers_act"
    refused(rule, APPLY, status, AT, ended, referral.pk)
    factories.ReferralEventFactory(referral=referral, by=advisor.user)
    refused(rule, APPLY, status, AT, ended, referral.pk)
    factories.ReferralEventFactory(referral=referral, by=counseled.user, actor="staff")
    refused(rule, APPLY, status, AT, ended, referral.pk)
    factories.ReferralEventFactory(referral=referral, by=counseled.user)
    write(APPLY, status, AT, ended, referral.pk)


def test_act_on_another_posting_is_none(counseled, posting):
    factories.ReferralFactory(seeker=counseled, status="applied")
    referral = factories.ReferralFactory(seeker=counseled, posting=posting)
    refused("referral_application_is_the_seekers_act", APPLY, "applied", AT, None, referral.pk)


def test_only_an_application_by_the_seeker_of_the_referral_counts(counseled, other_seeker, posting):
    referral = factories.ReferralFactory(seeker=counseled, posting=posting)
    factories.ReferralEventFactory(referral=referral, by=counseled.user, to_status="declined")
    factories.ReferralEventFactory(referral=referral, by=other_seeker.user)
    refused("referral_application_is_the_seekers_act", APPLY, "applied", AT, None, referral.pk)


def test_nothing_is_applied_to_that_has_closed(counseled, posting):
    referral = factories.ReferralFactory(seeker=counseled, posting=posting)
    factories.ReferralEventFactory(referral=referral, by=counseled.user)
    JobPosting.objects.update(status="closed", closed_at=AT, closing="desk")
    factories.JobPostingFactory()
    refused("referral_application_to_an_open_posting", APPLY, "applied", AT, None, referral.pk)


def test_selection_goes_on_though_the_posting_has_closed(counseled):
    referral = factories.ReferralFactory(seeker=counseled, status="applied")
    JobPosting.objects.update(status="closed", closed_at=AT, closing="desk")
    write("UPDATE jobs_referral SET status = 'screening' WHERE id = %s", referral.pk)
    referral.refresh_from_db()
    assert referral.status == "screening"


def test_counseling_behind_a_referral_stays_held(counseled, posting):
    sql = "UPDATE advisors_counselingbooking SET status = 'no_show' WHERE seeker_id = %s AND id = %s"
    other = factories.CounselingBookingFactory(seeker=counseled, status="completed")
    factories.ReferralFactory(seeker=counseled, posting=posting)
    write(sql, counseled.pk, other.pk)
    last = CounselingBooking.objects.completed().get()
    refused("counselingbooking_held_before_referrals", sql, counseled.pk, last.pk)


MISSED = "UPDATE advisors_counselingbooking SET status = 'no_show' WHERE id = %s"


def test_counseling_behind_a_referral_stays_with_its_seeker_and_no_other_stands_for_it(
    counseled, other_seeker, posting
):
    factories.CounselingBookingFactory(seeker=other_seeker, status="completed")
    factories.ReferralFactory(seeker=counseled, posting=posting)
    last = CounselingBooking.objects.completed().get(seeker=counseled)
    rule = "counselingbooking_held_before_referrals"
    refused(rule, MISSED, last.pk)
    refused(rule, "UPDATE advisors_counselingbooking SET seeker_id = %s WHERE id = %s", other_seeker.pk, last.pk)


def test_mock_interview_does_not_stand_for_the_counseling_behind_a_referral(counseled, posting):
    """It may turn out otherwise itself; and the counseling does not become one."""
    practised = factories.CounselingBookingFactory(seeker=counseled, status="completed", purpose="mock_interview")
    factories.ReferralFactory(seeker=counseled, posting=posting)
    last, rule = CounselingBooking.objects.completed().get(), "counselingbooking_held_before_referrals"
    refused(rule, MISSED, last.pk)
    refused(rule, "UPDATE advisors_counselingbooking SET purpose = 'mock_interview' WHERE id = %s", last.pk)
    write(MISSED, practised.pk)
    practised.refresh_from_db()
    assert practised.status == "no_show"


def test_counseling_that_no_referral_rests_on_may_turn_out_otherwise(counseled, other_seeker, posting):
    """Whatever was referred to somebody else."""
    factories.ReferralFactory(seeker=counseled, posting=posting)
    free = factories.CounselingBookingFactory(seeker=other_seeker, status="completed")
    write(MISSED, free.pk)
    free.refresh_from_db()
    assert free.status == "no_show"


def test_erasure_takes_everything_away(counseled, posting, now):
    """The rows that others stand on go in one statement, or one after the other."""
    factories.ReferralFactory(seeker=counseled, posting=posting, status="accepted")
    with transaction.atomic():
        erase_member(counseled, now=now)
    assert not JobSeeker.objects.filter(pk=counseled.pk).exists()
    left = (Referral.objects, ReferralEvent.objects, CounselingBooking.objects)
    assert [rows.count() for rows in left] == [0, 0, 0]
