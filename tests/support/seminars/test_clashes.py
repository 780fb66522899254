"""What else a member has at the time of a seminar: what overlaps with it and stands, and nobody else's."""

from datetime import timedelta

import pytest

from jobs.referrals.models import INTERVIEW_LASTS
from support.seminars.clashes import clashes
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def seminar(now):
    return factories.SeminarFactory(starts_at=now + DAY, minutes=60)


def told(seeker, seminar) -> list:
    return [at for at, _what in clashes(seeker, seminar)]


def interview(seeker, starts_at, **more):
    referral = factories.ReferralFactory(seeker=seeker, status="interview")
    return factories.JobInterviewFactory(referral=referral, starts_at=starts_at, **more)


def test_interview_is_told_where_a_part_of_it_is_at_that_time(seeker, seminar):
    begins, ends = seminar.starts_at, seminar.ends_at
    for at, is_told in (
        (begins - INTERVIEW_LASTS, False),
        (begins - INTERVIEW_LASTS + MINUTE, True),
        (ends - MINUTE, True),
        (ends, False),
    ):
        held = interview(seeker, at)
        assert told(seeker, seminar) == ([at] if is_told else [])
        held.delete()


def test_interview_that_is_off_or_somebody_elses_is_not_told(seeker, other_seeker, seminar, now):
    interview(seeker, seminar.starts_at, called_off_at=now)
    interview(other_seeker, seminar.starts_at)
    assert told(seeker, seminar) == []


def test_other_seminar_is_told_where_the_member_has_a_seat_and_a_part_is_at_that_time(seeker, seminar):
    factories.SeminarSeatFactory(seminar=seminar, seeker=seeker)
    for begins, is_told in (
        (seminar.starts_at - 30 * MINUTE, False),
        (seminar.starts_at - 29 * MINUTE, True),
        (seminar.ends_at - MINUTE, True),
        (seminar.ends_at, False),
    ):
        other = factories.SeminarFactory(starts_at=begins, minutes=30)
        waits = factories.SeminarFactory(starts_at=begins, minutes=30)
        seat = factories.SeminarSeatFactory(seminar=other, seeker=seeker)
        place = factories.SeminarSeatFactory(seminar=waits, seeker=seeker, status="waiting")
        assert told(seeker, seminar) == ([begins] if is_told else [])
        seat.delete()
        place.delete()


def test_they_are_told_by_time(seeker, seminar):
    interview(seeker, seminar.starts_at + 20 * MINUTE)
    other = factories.SeminarFactory(starts_at=seminar.starts_at + MINUTE)
    factories.SeminarSeatFactory(seminar=other, seeker=seeker)
    assert told(seeker, seminar) == [other.starts_at, seminar.starts_at + 20 * MINUTE]
