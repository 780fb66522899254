"""The demo: there at once, believable, the same after a second run, and silent."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.demo import people
from accounts.models import JobSeeker, Message, User
from accounts.profile.forms import age
from accounts.tasks import sweep_messages
from accounts.users.contacts import parse_phone
from advisors.demo import staff
from advisors.demo.advising import STAGES
from advisors.models import (
    Advisor,
    AdvisorChangeRequest,
    Assignment,
    ContactWish,
    ConversationEntry,
    CounselingBooking,
    CounselingNotes,
    CounselingSlot,
    Office,
    SlotWait,
    WeeklyHours,
)
from advisors.today.days import day_of
from jobs.conditions.matching import TESTS
from jobs.demo import selecting
from jobs.models import Company, DesiredCondition, JobPosting, Referral, ReferralWish
from withdrawals.demo import FORMER_MEMBERS
from withdrawals.models import Erasure, WithdrawalRequest
from withdrawals.tasks import sweep_withdrawals

JAPAN = ZoneInfo("Asia/Tokyo")
# A holiday at night, the year-end closure, the first working hour after it.
MOMENTS = [(2026, 11, 23, 0), (2026, 12, 31, 12), (2027, 1, 4, 9)]


def seed(*options: str) -> str:
    out = StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(worker, clock) -> str:
    return seed()


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_demo_is_whole_whenever_it_is_made(db, time_machine, moment):
    time_machine.move_to(datetime(*moment, 30, tzinfo=JAPAN), tick=False)
    seed()
    requests = WithdrawalRequest.objects.prefetch_related("events")
    every_state_is_there(requests)
    every_age_is_there(requests.open(), today=timezone.localdate())
    every_stage_is_there(today=timezone.localdate())
    for request in requests:
        times = [request.received_at, *(event.at for event in request.events.all()), timezone.now()]
        assert times == sorted(times)


@pytest.mark.parametrize("grace", [0, 5])
def test_demo_is_made_whatever_the_grace_time(worker, clock, settings, grace):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = grace
    demo = seed()
    requests = WithdrawalRequest.objects.all()
    assert requests.filter(status="cancelled").exists() == bool(grace)
    assert seed() == demo


def every_state_is_there(requests) -> None:
    assert set(requests.values_list("status", flat=True)) == set(WithdrawalRequest.Status.values)
    assert set(requests.values_list("closing", flat=True)) == {"", *WithdrawalRequest.Closing.values}
    assert set(requests.values_list("channel", flat=True)) == {"web", "phone", "mail", "line"}
    assert Erasure.objects.count() == requests.filter(status="completed").count() >= FORMER_MEMBERS


def every_age_is_there(open_ones, *, today) -> None:
    for status in ("needs_review", "scheduled"):
        in_status = open_ones.filter(status=status)
        assert in_status.filter(due_on__lt=today, missed_at__isnull=False).exists()
        assert in_status.filter(due_on__gt=today, missed_at=None).exists()
    assert open_ones.filter(status="needs_review", mailbox_asked_at__isnull=False).exists()


def test_demo_is_believable(demo):
    """Five cases that only look at it, for whose sake it is made once: it takes longer than they do."""
    members_are_believable()
    twelve_advisors_work_in_five_cities()
    first_advisor_has_a_day_before_them()
    postings_are_of_every_kind_and_leave_things_unsaid()
    referrals_are_in_every_state_by_the_actions_that_make_them()


def members_are_believable() -> None:
    ties = Assignment.objects.current().select_related("seeker", "advisor")
    assert all(tie.seeker.advisor_gender in ("any", tie.advisor.gender) for tie in ties)
    assert JobSeeker.objects.count() == people.MEMBERS + len(STAGES) + len(selecting.STAGES)
    assert ties.count() > people.ASSIGNED
    for seeker in JobSeeker.objects.all():
        assert parse_phone(seeker.phone.as_national) == seeker.phone
        assert 18 <= age(seeker.birth_date, today=timezone.localdate()) <= 34


def twelve_advisors_work_in_five_cities() -> None:
    advisors = Advisor.objects.prefetch_related("offices", "weekly_hours")
    assert sorted(advisors.values_list("gender", flat=True)) == ["female"] * 6 + ["male"] * 6
    assert len({office for advisor in advisors for office in advisor.offices.all()}) == 5
    for advisor in advisors:
        advisor.full_clean()
        assert advisor.introduction
        assert advisor.weekly_hours.count() == 5


def first_advisor_has_a_day_before_them() -> None:
    day = day_of(User.objects.get(email="advisor1@example.jp"), now=timezone.now())
    assert [len(part) > 0 for part in (day.today + day.coming, day.waiting)] == [True, True]


def postings_are_of_every_kind_and_leave_things_unsaid() -> None:
    assert (Company.objects.count(), JobPosting.objects.count()) == (40, 400)
    assert set(JobPosting.objects.values_list("status", flat=True)) == set(JobPosting.Status.values)
    for kind, test in TESTS.items():
        stated = JobPosting.objects.filter(test.is_stated).count()
        assert (
            stated == 400 if kind in ("category", "industry", "prefecture", "employment_type") else 250 < stated < 400
        )
    for posting in JobPosting.objects.select_related("company"):
        posting.full_clean(exclude=["closing"])


def referrals_are_in_every_state_by_the_actions_that_make_them() -> None:
    referrals = Referral.objects.all()
    assert set(referrals.values_list("status", flat=True)) == set(Referral.Status.values)
    for referral in referrals.prefetch_related("events").select_related("posting"):
        times = [referral.posting.opened_at, referral.proposed_at, *(event.at for event in referral.events.all())]
        assert times == sorted(times)
        assert referral.note
    assert set(DesiredCondition.objects.values_list("is_must", flat=True)) == {True, False}
    assert ReferralWish.objects.exists()
    assert JobPosting.objects.filter(closing="filled", referrals__status="accepted").exists()


def test_nothing_is_mailed_but_about_the_request_left_to_the_worker(clock, worker, seeker, caplog):
    waiting = Message.objects.create(kind="accounts/welcome", recipient=seeker.user)
    seed()
    assert worker() == []
    assert [record for record in caplog.records if record.name == "withdrawals.requests.alarms"] == []
    sweep_withdrawals()
    sweep_messages()
    worker()
    request = WithdrawalRequest.objects.order_by("received_at").last()
    assert request.status == "scheduled"
    assert [message.to for message in mail.outbox] == [[waiting.recipient.email], [request.seeker.user.email]]
    assert request.reference in mail.outbox[-1].body


def every_stage_is_there(*, today) -> None:
    """Of counseling and conversation, with slots for three weeks."""
    bookings = CounselingBooking.objects.all()
    assert CounselingSlot.objects.free().filter(held_on__gt=today + timedelta(weeks=3)).exists()
    assert set(bookings.values_list("status", flat=True)) == set(CounselingBooking.Status.values)
    assert set(bookings.booked().values_list("form", flat=True)) == set(CounselingBooking.Form.values)
    assert CounselingNotes.objects.exists()
    assert SlotWait.objects.untold().exists()
    assert ContactWish.objects.exists()
    changes = AdvisorChangeRequest.objects.order_by("status").values_list("status", flat=True)
    assert list(changes) == ["reassigned", "submitted"]
    assert Assignment.objects.ended().filter(is_shared=True).exists()
    theirs = ConversationEntry.objects.filter(is_from_seeker=True)
    assert theirs.unread().exists()
    assert theirs.filter(read_at__isnull=False).exists()
    assert not ConversationEntry.objects.filter(written_at__gt=timezone.now()).exists()


def everything() -> list:
    advising = (Office, Advisor, WeeklyHours, CounselingSlot, CounselingBooking, ConversationEntry)
    models = (User, EmailAddress, JobSeeker, Assignment, WithdrawalRequest, Message, Erasure, *advising)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_second_run_changes_nothing(demo):
    """Nor where somebody has gone on since, whom it leaves alone; two cases of one demo."""
    before = everything()
    assert seed() == demo
    assert everything() == before
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


def test_crowd_is_brought_up_to_its_number(db):
    for option, said, count in [("7", "7 members", 7), ("7", "0 members", 7), ("9", "2 members", 9)]:
        assert said in seed("--seekers", option)
        assert User.objects.filter(email__startswith="crowd").count() == count
    assert Assignment.objects.filter(seeker__user__email__startswith="crowd").count() == 9


def test_further_postings_are_made_for_scale(demo):
    assert "20 postings added to make it 420" in seed("--postings", "420")
    assert "0 postings added" in seed("--postings", "420")
    assert JobPosting.objects.count() == 420
