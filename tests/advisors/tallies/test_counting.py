"""What happens is counted once, whoever writes it, and counted back when it is put right."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Message, StoppedNotice
from advisors.counseling.booking import record_outcome
from advisors.counseling.slots import offer
from advisors.models import CounselingBooking, CounselingSlot, Tally
from advisors.tallies.gathering import gather
from jobs.models import Referral
from support.models import SeminarSeat, SuitLoan
from tests import factories
from tests.advisors.tallies.counted import everything, tallied
from tests.twins import at_once
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.advancing import advance

pytestmark = pytest.mark.django_db
of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other")

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
TOKYO = timezone.get_default_timezone()


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 4, 30, 23, 59, 59, tzinfo=TOKYO), APRIL),
        (datetime(2026, 5, 1, 0, 0, tzinfo=TOKYO), MAY),
    ],
)
def test_registration_counts_in_the_month_it_is_in_japan(moment, month):
    factories.JobSeekerFactory(joined_at=moment)
    assert tallied("registered") == {month: 1}


@pytest.fixture
def office():
    return factories.OfficeFactory()


@pytest.fixture
def booking(seeker, advisor, office):
    """With an advisor at an office, on the 7th of May."""
    slot = factories.CounselingSlotFactory(advisor=advisor, office=office, held_on=date(2026, 5, 7), hour=10)
    return factories.CounselingBookingFactory(seeker=seeker, slot=slot)


def test_first_counseling_counts_with_the_days_until_it(booking, seeker, advisor, office, desk):
    record_outcome(booking.pk, CounselingBooking.Status.COMPLETED, by=desk)
    days = (date(2026, 5, 7) - timezone.localdate(seeker.joined_at)).days
    assert tallied("counseled", "month", "office", "advisor", "channel", "days") == {
        (MAY, office.pk, advisor.pk, "online", days): 1
    }
    assert tallied("slot_used", "month", "office", "advisor", "kind") == {(MAY, office.pk, advisor.pk, "counseling"): 1}


def test_second_counseling_is_an_hour_used_and_no_first_one(booking, seeker, desk):
    again = factories.CounselingBookingFactory(seeker=seeker, set_aside_at=timezone.now())
    for row in (booking, again):
        CounselingBooking.objects.filter(pk=row.pk).update(status="completed", ended_at=timezone.now())
    assert sum(tallied("counseled").values()) == 1
    assert sum(tallied("slot_used").values()) == 2


def test_mock_interview_is_no_counseling(booking, seeker):
    CounselingBooking.objects.update(purpose="mock_interview", status="completed", ended_at=timezone.now())
    assert tallied("counseled") == {}
    assert tallied("slot_used", "kind") == {"mock_interview": 1}
    factories.CounselingBookingFactory(seeker=seeker, status="completed")
    assert tallied("counseled", "kind") == {"": 1}  # the first one all the same


def test_first_counseling_of_each_has_nought_to_999_days(office):
    """Also of one who registered only afterwards, as staff wrote it down."""
    for joined_at in (datetime(2020, 1, 1, tzinfo=TOKYO), datetime(2026, 5, 8, tzinfo=TOKYO)):
        slot = factories.CounselingSlotFactory(held_on=date(2026, 5, 7))
        factories.CounselingBookingFactory(seeker__joined_at=joined_at, slot=slot, status="completed")
    assert tallied("counseled", "days") == {999: 1, 0: 1}


def test_outcome_that_is_put_right_is_counted_back(booking):
    row = CounselingBooking.objects.filter(pk=booking.pk)
    row.update(status="completed", ended_at=timezone.now())
    row.update(status="no_show")
    assert tallied("counseled") == tallied("slot_used") == {}
    for _written_twice in range(2):
        row.update(status="completed")
        assert sum(tallied("counseled").values()) == sum(tallied("slot_used").values()) == 1


def test_hour_is_offered_taken_back_and_moved(advisor, office):
    slots = [factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 5, day)) for day in (7, 8)]
    factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 5, 7), is_offered=False)
    assert tallied("slot_offered", "month", "office", "advisor") == {(MAY, None, advisor.pk): 2}
    offer([slots[0].pk], is_offered=False)
    slots[1].move_to(office.pk)
    assert tallied("slot_offered", "office") == {office.pk: 1}
    offer([slots[0].pk], is_offered=True)
    CounselingSlot.objects.filter(is_offered=True).update(is_offered=True)  # which changes nothing
    assert tallied("slot_offered", "office") == {office.pk: 1, None: 1}


def test_hour_that_is_taken_away_ahead_was_never_offered_and_one_of_today_or_before_was():
    today = timezone.localdate()
    ahead, closed = today + timedelta(days=40), today + timedelta(days=41)
    factories.CounselingSlotFactory(held_on=ahead)
    factories.CounselingSlotFactory(held_on=ahead, is_offered=False)
    factories.ClosedDayFactory(day=closed)
    factories.CounselingSlotFactory(held_on=closed)
    factories.CounselingSlotFactory(held_on=today)
    factories.CounselingSlotFactory(held_on=date(2025, 5, 7))
    CounselingSlot.objects.all().delete()
    assert tallied("slot_offered") == {date(2025, 5, 1): 1, today.replace(day=1): 1}


def test_hours_of_a_day_that_is_closed_are_not_offered(office):
    its = {"held_on": date(2026, 5, 7)}
    factories.CounselingSlotFactory(office=office, **its)
    factories.CounselingSlotFactory(**its)
    factories.CounselingSlotFactory(is_by_hand=True, **its)  # online, on any day
    factories.CounselingSlotFactory(is_offered=False, office=office, **its)
    closed = factories.ClosedDayFactory(day=date(2026, 5, 7))
    for is_by_hand in (False, True):
        factories.CounselingSlotFactory(office=office, is_by_hand=is_by_hand, **its)
    assert tallied("slot_offered", "office") == {None: 1}
    for day, offered in ((8, {None: 2, office.pk: 3}), (7, {None: 1}), (7, {None: 1})):
        closed.day = date(2026, 5, day)
        closed.save()
        assert tallied("slot_offered", "office") == offered
    closed.delete()
    assert tallied("slot_offered", "office") == {None: 2, office.pk: 3}


def test_referral_and_its_steps_are_of_who_referred_and_of_the_office_before(
    other_advisor, booking, seeker, advisor, office, desk
):
    record_outcome(booking.pk, CounselingBooking.Status.COMPLETED, by=desk, now=datetime(2026, 5, 7, 11, tzinfo=TOKYO))
    elsewhere = [
        {"seeker": seeker, "slot__held_on": date(2026, 5, 1)},  # before that
        {"seeker": seeker, "slot__held_on": date(2026, 5, 8), "status": "no_show"},
        {"seeker": seeker, "slot__held_on": date(2026, 5, 8), "purpose": "mock_interview"},
        {"slot__held_on": date(2026, 5, 8)},
        {"seeker": seeker, "slot__held_on": date(2026, 5, 20)},  # after the referral
    ]
    for its in elsewhere:
        factories.CounselingBookingFactory(**{"status": "completed", "slot__office": factories.OfficeFactory(), **its})
    proposed_at = datetime(2026, 5, 9, 11, tzinfo=TOKYO)
    referral = factories.ReferralFactory(seeker=seeker, referred_by=advisor.user, proposed_at=proposed_at)
    own = {"applied", "accepted"}
    for status in ("applied", "screening", "interview", "offered", "accepted"):
        actor = "seeker" if status in own else "staff"
        referral.move(Referral.Status(status), at=datetime(2026, 6, 2, 9, tzinfo=TOKYO), actor=actor, by=seeker.user)
    who = ("month", "office", "advisor")
    assert tallied("referred", *who) == {(MAY, office.pk, advisor.pk): 1}
    for what in ("applied", "interviewed", "offered", "accepted"):
        assert tallied(what, *who) == {(date(2026, 6, 1), office.pk, advisor.pk): 1}
    assert not Tally.objects.filter(what="screening").exists()


def test_review_that_is_returned_counts_with_who_returned_it(advisor):
    review = factories.DocumentReviewFactory()
    at = datetime(2026, 5, 8, 14, 0, tzinfo=TOKYO)
    review.give_back(at=at, by=advisor.user, comment="よく伝わります。", marked_up=None)
    assert tallied("document_reviewed", "month", "advisor", "kind") == {(MAY, advisor.pk, review.document.kind): 1}
    factories.DocumentReviewFactory().take_back(at=timezone.now())
    assert sum(tallied("document_reviewed").values()) == 1


def test_seat_counts_once_somebody_was_there_and_attendance_can_be_put_right(office):
    starts_at = datetime(2026, 5, 8, 14, 0, tzinfo=TOKYO)
    seat = factories.SeminarSeatFactory(seminar__starts_at=starts_at, seminar__office=office)
    for status, many in (("attended", 1), ("absent", 0), ("attended", 1)):
        seat.move(SeminarSeat.Status(status), at=timezone.now())
        assert tallied("seat_used", "month", "office", "kind").get((MAY, office.pk, "industry"), 0) == many


def test_suit_counts_as_it_is_handed_out(office):
    item = factories.SuitFactory(office=office)
    loan = factories.SuitLoanFactory(item=item)
    assert tallied("suit_lent") == {}
    lent_at = datetime(2026, 5, 8, 14, 0, tzinfo=TOKYO)
    rows = SuitLoan.objects.filter(pk=loan.pk)
    rows.update(status="lent", suit=item, lent_at=lent_at)
    rows.update(status="returned", ended_at=lent_at)
    assert tallied("suit_lent", "month", "office") == {(MAY, office.pk): 1}


def test_notices_count_as_they_are_sent_and_stopped(seeker):
    for kind in ("jobs/job_notice", "support/seminar_notice", "accounts/welcome"):
        message = Message.objects.create(kind=kind, recipient=seeker.user)
        message.finish(Message.Status.SENT, at=datetime(2026, 5, 8, 7, 0, tzinfo=TOKYO), by=Message.Channel.MAIL)
    failed = Message.objects.create(kind="jobs/job_notice", recipient=seeker.user)
    failed.finish(Message.Status.FAILED, at=timezone.now())
    assert tallied("notice_sent", "month", "channel", "kind") == {
        (MAY, "mail", "job_notice"): 1,
        (MAY, "mail", "seminar_notice"): 1,
    }
    StoppedNotice.objects.create(seeker=seeker, kind="job_notice")
    assert tallied("notice_stopped", "kind") == {"job_notice": 1}


def test_withdrawal_counts_by_channel_reason_and_business_days(seeker, worker):
    friday = datetime(2026, 11, 13, 10, 0, tzinfo=TOKYO)
    request = factories.WithdrawalRequestFactory(
        seeker=seeker, status="scheduled", received_at=friday, channel="phone", reason="found_job"
    )
    advance(request.pk, now=datetime(2026, 11, 16, 11, 0, tzinfo=TOKYO))
    assert tallied("withdrawn", "month", "channel", "kind", "days") == {(date(2026, 11, 1), "phone", "found_job", 1): 1}
    assert Tally.objects.filter(what="withdrawn").exclude(advisor=None, office=None).count() == 0


def test_request_of_nobody_is_no_withdrawal():
    request = factories.WithdrawalRequestFactory()
    WithdrawalRequest.objects.filter(pk=request.pk).update(
        status="closed", closing="not_a_member", ended_at=timezone.now(), next_step_at=None
    )
    assert tallied("withdrawn") == {}


# Gathered each night


def test_gathering_makes_one_of_those_that_are_alike_and_changes_no_sum(office):
    for joined_at in [factories.JOINED] * 3 + [factories.JOINED + timedelta(days=40)]:
        factories.JobSeekerFactory(joined_at=joined_at)
    seat = factories.SeminarSeatFactory(seeker__joined_at=factories.JOINED, seminar__office=office)
    for status in ("attended", "absent"):
        seat.move(SeminarSeat.Status(status), at=timezone.now())
    before = everything()
    for _night in range(2):
        gather()
        assert everything() == before
        assert Tally.objects.count() == len(before) == 2  # what was counted back leaves nothing


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_gathering_twice_at_once_and_beside_what_is_counted_loses_nothing():
    factories.JobSeekerFactory.create_batch(30)
    register = partial(factories.JobSeekerFactory.create_batch, 5)
    at_once(gather, register, gather, register, gather)
    gather()
    assert sum(tallied("registered").values()) == Tally.objects.get().amount == 40


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_another_to_be_counted():
    """Everybody counts by a row of their own: there is none that two have to lock."""
    at_once(*[factories.JobSeekerFactory] * 8)
    assert sum(tallied("registered").values()) == 8


def test_seen_by_desk_and_of_their_own_by_advisors(desk, administrator, seeker, advisor, other_advisor):
    for whose in (advisor, other_advisor):
        factories.CounselingSlotFactory(advisor=whose, held_on=date(2026, 5, 7))
    users = (desk, administrator, advisor.user, other_advisor.user, seeker.user)
    seen = [set(Tally.objects.visible_to(user).values_list("what", "advisor")) for user in users]
    own, others = ("slot_offered", advisor.pk), ("slot_offered", other_advisor.pk)
    assert seen == [{("registered", None), own, others}] * 2 + [{own}, {others}, set()]


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("tally_of_a_whole_month", {"month": date(2026, 5, 7)}),
        ("tally_counts_something", {"amount": 0}),
    ],
)
def test_database_refuses_what_is_no_figure(constraint, wrong):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Tally.objects.create(**{"what": "registered", "month": MAY, **wrong})
