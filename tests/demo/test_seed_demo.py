"""The demo is believable, and the same after a second run."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from accounts.demo import people
from accounts.models import JobSeeker, Message, User
from accounts.profile.forms import age
from accounts.users.contacts import parse_phone
from advisors.demo import staff
from advisors.demo.advising import STAGES
from advisors.models import (
    Advisor,
    Assignment,
    ConversationEntry,
    CounselingBooking,
    CounselingSlot,
    Office,
    WeeklyHours,
)
from advisors.today.days import day_of, who_waits
from config.admin.start import start_page
from jobs.conditions.matching import TESTS
from jobs.demo import selecting
from jobs.models import Company, DesiredCondition, JobPosting, Referral, ReferralWish
from support.mock_interviews.unwritten import group_sheets_overdue
from support.models import DocumentReview, Seminar, SeminarSeat, Suit, SuitLoan
from tests.conftest import NOW
from tests.withdrawals.test_seed_demo import seed
from withdrawals.models import Erasure, WithdrawalRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "clock")]


def test_members_are_believable():
    ties = Assignment.objects.current().select_related("seeker", "advisor")
    assert all(tie.seeker.advisor_gender in ("any", tie.advisor.gender) for tie in ties)
    assert JobSeeker.objects.count() == people.MEMBERS + len(STAGES) + len(selecting.STAGES)
    assert ties.count() > people.ASSIGNED
    for seeker in JobSeeker.objects.all():
        assert parse_phone(seeker.phone.as_national) == seeker.phone
        assert 18 <= age(seeker.birth_date, today=timezone.localdate()) <= 34


def test_twelve_advisors_work_in_five_cities():
    advisors = Advisor.objects.prefetch_related("offices", "weekly_hours")
    assert sorted(advisors.values_list("gender", flat=True)) == ["female"] * 6 + ["male"] * 6
    assert len({office for advisor in advisors for office in advisor.offices.all()}) == 5
    for advisor in advisors:
        advisor.full_clean()
        assert advisor.introduction
        assert advisor.weekly_hours.count() == 5


def test_first_advisor_has_a_day_before_them():
    user, now = User.objects.get(email="advisor1@example.jp"), timezone.now()
    day = day_of(user, now=now)
    assert (day.today + day.coming != [], who_waits(user, now=now).exists()) == (True, True)


def test_advisor_who_is_named_as_such_has_most_to_do(demo):
    named, now = re.search(r"advisor with most to do +(\S+)", demo).group(1), timezone.now()
    advisors = User.objects.filter(advisor__isnull=False)
    before = {it.email: sum(tile.number for tile in start_page(it, now=now).tiles) for it in advisors}
    assert before[named] == max(before.values()) > min(before.values())


def test_postings_are_of_every_kind_and_leave_things_unsaid():
    assert (Company.objects.count(), JobPosting.objects.count()) == (40, 400)
    assert set(JobPosting.objects.values_list("status", flat=True)) == set(JobPosting.Status.values)
    for kind, test in TESTS.items():
        stated = JobPosting.objects.filter(test.is_stated).count()
        assert (
            stated == 400 if kind in ("category", "industry", "prefecture", "employment_type") else 250 < stated < 400
        )
    for posting in JobPosting.objects.select_related("company"):
        posting.full_clean(exclude=["closing"])


def test_referrals_are_in_every_state_by_the_actions_that_make_them():
    referrals = Referral.objects.all()
    assert set(referrals.values_list("status", flat=True)) == set(Referral.Status.values)
    for referral in referrals.prefetch_related("events").select_related("posting"):
        times = [referral.posting.opened_at, referral.proposed_at, *(event.at for event in referral.events.all())]
        assert times == sorted(times)
        assert referral.note
    assert set(DesiredCondition.objects.values_list("is_must", flat=True)) == {True, False}
    assert ReferralWish.objects.exists()
    assert JobPosting.objects.filter(closing="filled", referrals__status="accepted").exists()


def everything() -> list:
    advising = (Office, Advisor, WeeklyHours, CounselingSlot, CounselingBooking, ConversationEntry)
    models = (User, EmailAddress, JobSeeker, Assignment, WithdrawalRequest, Message, Erasure, *advising)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_second_run_changes_nothing(demo):
    before = everything()
    assert seed() == demo
    assert everything() == before


def test_run_after_somebody_has_gone_on_leaves_them_alone():
    User.objects.filter(email=people.email(1)).delete()
    before = everything()
    assert people.email(1) not in seed()
    assert everything() == before


def test_staff_sign_in_with_a_mailed_code(demo, worker):
    for person in staff.SHOWN_STAFF:
        Client().post("/login/", {"email": person.email})
    worker()
    assert [message.to for message in mail.outbox] == [[person.email] for person in staff.SHOWN_STAFF]
    assert all(person.email in demo for person in staff.SHOWN_STAFF)
    assert EmailAddress.objects.filter(user__is_staff=True, verified=True).count() == len(staff.STAFF)


def test_crowd_is_brought_up_to_its_number():
    for option, said, count in [("7", "7 members", 7), ("7", "0 members", 7), ("9", "2 members", 9)]:
        assert said in seed("--seekers", option)
        assert User.objects.filter(email__startswith="crowd").count() == count
    assert Assignment.objects.filter(seeker__user__email__startswith="crowd").count() == 9


def test_further_postings_are_made_for_scale():
    assert "20 postings added to make it 420" in seed("--postings", "420")
    assert "0 postings added" in seed("--postings", "420")
    assert JobPosting.objects.count() == 420


def test_groups_practise_and_the_desk_asks_after_a_sheet():
    groups = Seminar.objects.filter(kind="mock_interview")
    assert [groups.filter(starts_at__gt=NOW).exists(), groups.filter(starts_at__lt=NOW).exists()] == [True, True]
    desk = User.objects.get(email="desk1@example.jp")
    assert group_sheets_overdue(desk, today=NOW.date()).exists()


def test_seminars_are_full_empty_and_in_every_state():
    two = {it.title: (it.held, it.waiting) for it in Seminar.objects.open().filter(capacity=2, starts_at__gt=NOW)}
    assert {(2, 2), (0, 0)} <= set(two.values())
    assert set(Seminar.objects.values_list("status", flat=True)) == set(Seminar.Status.values)
    assert set(SeminarSeat.objects.values_list("status", flat=True)) == set(SeminarSeat.Status.values)
    for seminar in Seminar.objects.all():
        seminar.full_clean()
    for seat in SeminarSeat.objects.select_related("seminar"):
        times = [seat.seminar.opened_at, seat.joined_at, seat.offered_at, seat.taken_at]
        assert [it for it in times if it] == sorted(it for it in times if it)


def test_suits_and_reviews_are_in_every_state_and_of_one_size_there_is_one_suit():
    assert set(SuitLoan.objects.values_list("status", flat=True)) == set(SuitLoan.Status.values)
    assert set(DocumentReview.objects.values_list("status", flat=True)) == set(DocumentReview.Status.values)
    kinds = Suit.objects.usable().values("office", "cut", "size").annotate(amount=Count("pk"))
    assert {1, 2} <= {kind["amount"] for kind in kinds.order_by()}
