"""What a referral needs, and what comes of one: invariant 8."""

from datetime import date

import pytest

from accounts.models import Message
from jobs.models import Referral, ReferralWish
from jobs.referrals import refusals
from jobs.referrals.referring import refer
from tests import factories

pytestmark = pytest.mark.django_db


def test_referral_is_put_before_the_seeker_who_is_told_once(counseled, posting, advisor, now):
    factories.ReferralWishFactory(seeker=counseled)
    referral = refer(counseled, posting, by=advisor.user, note=" 合いそうです。 ", now=now)
    assert (referral.status, referral.note, referral.referred_by) == ("proposed", "合いそうです。", advisor.user)
    assert [(m.kind, m.recipient) for m in Message.objects.all()] == [("jobs/referred_as_asked", counseled.user)]
    assert not ReferralWish.objects.exists()


def has_not_come(seeker, posting):
    seeker.counseling_bookings.update(status="no_show")


def has_counseling_ahead_only(seeker, posting):
    seeker.counseling_bookings.update(status="booked", ended_at=None)


def has_come_and_nobody_has_recorded_it(seeker, posting):
    slot = factories.CounselingSlotFactory(held_on=date(2026, 11, 19))
    seeker.counseling_bookings.update(slot=slot, status="booked", ended_at=None)


def is_not_open_yet(seeker, posting):
    type(posting).objects.update(status="draft", opened_at=None)


def has_it_already(seeker, posting):
    factories.ReferralFactory(seeker=seeker, posting=posting, status="declined")


def wishes_for_notices_only(seeker, posting):
    factories.want_notices_only(seeker)


def is_leaving(seeker, posting):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")


def has_another_advisor(seeker, posting):
    seeker.assignments.update(ended_at=seeker.joined_at, began_at=seeker.joined_at)
    factories.AssignmentFactory(seeker=seeker)


def wants_what_it_does_not_state(seeker, posting):
    factories.DesiredConditionFactory(seeker=seeker, kind="weekends_off", is_must=True)


REFUSED = [
    (has_not_come, refusals.CounselingFirst),
    (has_counseling_ahead_only, refusals.CounselingFirst),
    (has_come_and_nobody_has_recorded_it, refusals.OutcomeFirst),
    (is_not_open_yet, refusals.NotOpen),
    (has_it_already, refusals.AlreadyReferred),
    (wishes_for_notices_only, refusals.NoticesOnly),
    (is_leaving, refusals.SeekerLeaves),
    (has_another_advisor, refusals.NotTheirAdvisor),
    (wants_what_it_does_not_state, refusals.NoteNeeded),
]


@pytest.mark.parametrize(("obstacle", "refusal"), REFUSED, ids=[obstacle.__name__ for obstacle, _ in REFUSED])
def test_referral_is_refused_with_its_own_reason(counseled, posting, advisor, now, obstacle, refusal):
    obstacle(counseled, posting)
    before = Referral.objects.count()
    with pytest.raises(refusal):
        refer(counseled, posting, by=advisor.user, note="", now=now)
    assert (Referral.objects.count(), Message.objects.count()) == (before, 0)


def test_every_refusal_says_something_else():
    said = [str(refusal.said) for refusal in refusals.NotReferable.__subclasses__()]
    assert len(set(said)) == len(said) == len({refusal for _, refusal in REFUSED})


def test_broken_must_have_is_referred_with_a_note_only(counseled, posting, advisor, now):
    wants_what_it_does_not_state(counseled, posting)
    with pytest.raises(refusals.NoteNeeded):
        refer(counseled, posting, by=advisor.user, note=" \n", now=now)
    assert refer(counseled, posting, by=advisor.user, note="土日休みか確認中です。", now=now).note


def test_broken_negotiable_condition_needs_no_note(counseled, posting, advisor, now):
    factories.DesiredConditionFactory(seeker=counseled, kind="weekends_off", is_must=False)
    assert refer(counseled, posting, by=advisor.user, note="", now=now).note == ""


@pytest.mark.parametrize("who", ["other_advisor", "desk", "seeker", "administrator"])
def test_only_the_own_advisor_or_an_administrator_refers(counseled, posting, now, request, who):
    person = request.getfixturevalue(who)
    by = getattr(person, "user", person)
    if who == "administrator":
        assert refer(counseled, posting, by=by, note="", now=now).referred_by == by
        return
    with pytest.raises(refusals.NotTheirAdvisor):
        refer(counseled, posting, by=by, note="", now=now)


def test_counseling_of_somebody_else_does_not_count(seeker, other_seeker, assignment, posting, advisor, now):
    factories.CounselingBookingFactory(seeker=other_seeker, status="completed")
    with pytest.raises(refusals.CounselingFirst):
        refer(seeker, posting, by=advisor.user, note="", now=now)


def test_second_referral_of_the_same_posting_is_refused_and_told_once(counseled, posting, advisor, now):
    refer(counseled, posting, by=advisor.user, note="", now=now)
    with pytest.raises(refusals.AlreadyReferred):
        refer(counseled, posting, by=advisor.user, note="もう一度", now=now)
    assert Message.objects.count() == 1
