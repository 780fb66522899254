"""Mails about a day that comes or has gone by: once each, in the daytime, and kind."""

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.models import Message, Pulse
from config.business_days import closed_by_desk
from support.suits import reminding
from support.tasks import remind_of_suits
from tests.factories import (
    ContactWishFactory,
    JobInterviewFactory,
    SuitLoanFactory,
    WithdrawalRequestFactory,
)
from tests.sweeps import go_on, poison, remind_all
from tests.twins import at_once

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
DAY = timedelta(days=1)
# Picked up on Friday, 11-27, needed on Tuesday, 12-01, brought back on Thursday, 12-03.
BEFORE_PICK_UP = datetime(2026, 11, 26, 10, tzinfo=TOKYO)
BEFORE_RETURN = datetime(2026, 12, 2, 10, tzinfo=TOKYO)
AFTER_RETURN = datetime(2026, 12, 4, 10, tzinfo=TOKYO)


def remind(at: datetime) -> list[str]:
    """Twice, as a worker does that was killed; what was owed by it, with all that was before."""
    for _ in range(2):
        remind_all(reminding, now=at)
    return [kind.removeprefix("support/") for kind in Message.objects.order_by("pk").values_list("kind", flat=True)]


def test_pick_up_is_called_to_mind_the_day_before_once():
    SuitLoanFactory()
    assert remind(BEFORE_PICK_UP - DAY) == []
    assert remind(BEFORE_PICK_UP) == ["suit_pick_up"]
    assert remind(BEFORE_PICK_UP + DAY) == ["suit_pick_up"]


def test_return_is_called_to_mind_the_day_before_once_and_late_once():
    SuitLoanFactory(status="lent")
    assert remind(BEFORE_RETURN - DAY) == []
    assert remind(BEFORE_RETURN) == ["suit_return"]
    assert remind(BEFORE_RETURN + DAY) == ["suit_return"]
    for days in (0, 1, 30):
        assert remind(AFTER_RETURN + days * DAY) == ["suit_return", "suit_overdue"]


@pytest.mark.parametrize("status", ["returned", "lost", "cancelled"])
def test_what_has_ended_is_not_written_about(status):
    SuitLoanFactory(status=status)
    assert [remind(at) for at in (BEFORE_PICK_UP, BEFORE_RETURN, AFTER_RETURN)] == [[], [], []]


def test_nobody_is_written_to_at_night():
    SuitLoanFactory()
    assert remind(BEFORE_PICK_UP.replace(hour=8)) == remind(BEFORE_PICK_UP.replace(hour=20)) == []


def test_who_reserved_for_tomorrow_today_has_had_their_mail():
    SuitLoanFactory(pick_up_reminded_at=BEFORE_PICK_UP - DAY)
    assert remind(BEFORE_PICK_UP) == []


def test_day_that_was_closed_later_is_neither_gone_to_nor_late():
    SuitLoanFactory(status="lent")
    closed_by_desk.know(frozenset([date(2026, 12, 3)]), until=float("inf"))
    assert remind(BEFORE_RETURN) == []
    assert remind(AFTER_RETURN) == []
    assert remind(AFTER_RETURN + DAY) == ["suit_overdue"]


def test_leaver_hears_of_the_withdrawal_only(seeker):
    SuitLoanFactory(seeker=seeker, status="lent")
    SuitLoanFactory(seeker=seeker)
    WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=BEFORE_RETURN)
    assert remind(BEFORE_PICK_UP) == []
    assert "suit_return" not in remind(BEFORE_RETURN)
    assert "suit_overdue" not in remind(AFTER_RETURN)


def test_mail_to_a_leaver_is_neither_due_nor_owed(seeker):
    loan = SuitLoanFactory(seeker=seeker)
    assert list(reminding.due(now=BEFORE_PICK_UP)) == [loan]
    WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=BEFORE_PICK_UP)
    assert list(reminding.due(now=BEFORE_PICK_UP)) == []
    reminding.remind(loan.pk, now=BEFORE_PICK_UP)
    assert not Message.objects.filter(kind="support/suit_pick_up").exists()


@pytest.mark.django_db(transaction=True)
def test_sweeps_beside_each_other_owe_one_mail():
    loan = SuitLoanFactory()
    at_once(*[partial(reminding.remind, loan.pk, now=BEFORE_PICK_UP)] * 6)
    assert Message.objects.count() == 1


def test_what_nobody_came_for_ends_once_its_day_is_over_and_that_is_said():
    loan = SuitLoanFactory(pick_up_reminded_at=BEFORE_PICK_UP)
    last = datetime(2026, 12, 1, 19, tzinfo=TOKYO)
    assert remind(last) == []
    assert remind(last + DAY) == ["suit_freed"]
    loan.refresh_from_db()
    assert (loan.status, loan.cancelled_because) == ("cancelled", "not_collected")


def test_what_nobody_came_for_today_is_no_matter_of_an_interview_that_has_moved_on(seeker):
    interview = JobInterviewFactory(referral__seeker=seeker, starts_at=AFTER_RETURN)
    SuitLoanFactory(seeker=seeker, interview=interview, pick_up_reminded_at=BEFORE_PICK_UP)
    assert remind(AFTER_RETURN) == []
    assert remind(AFTER_RETURN + DAY) == ["suit_freed"]


@pytest.mark.parametrize(
    ("status", "at", "module", "name"),
    [
        ("requested", BEFORE_PICK_UP, reminding, "tell"),
        ("lent", BEFORE_RETURN, reminding, "tell"),
        ("lent", AFTER_RETURN, reminding, "tell"),
        ("requested", AFTER_RETURN, reminding, "lock_seeker"),
    ],
)
def test_loan_that_fails_each_time_holds_up_no_other_and_is_told_of(
    status, at, module, name, clock, worker, monkeypatch
):
    loans = [SuitLoanFactory(status=status) for _ in range(3)]
    poisoned = loans[0].seeker_id if name == "lock_seeker" else loans[0].pk
    poison(monkeypatch, module, name, poisoned)
    since = at - timedelta(minutes=5)
    not_well = go_on(remind_of_suits, Pulse.Name.SUIT_REMINDERS, worker=worker, clock=clock, since=since)
    assert not_well == ["oldest_due_reminder"]
    assert {it.recipient for it in Message.objects.all()} == {loan.seeker.user for loan in loans[1:]}


# As they are sent


def test_overdue_mail_is_kind_and_names_no_price(seeker, worker, time_machine):
    SuitLoanFactory(seeker=seeker, status="lent")
    time_machine.move_to(AFTER_RETURN)
    remind(AFTER_RETURN)
    worker()
    [sent] = mail.outbox
    assert "There is nothing to pay." in sent.body
    assert "We do not write to you about it again." in sent.body


@pytest.mark.parametrize(("status", "at"), [("requested", BEFORE_PICK_UP), ("lent", BEFORE_RETURN)])
def test_reminder_that_waited_says_nothing_once_it_is_cancelled_or_back(seeker, worker, time_machine, status, at):
    ContactWishFactory(seeker=seeker, from_hour=12, until_hour=18)
    loan = SuitLoanFactory(seeker=seeker, status=status)
    time_machine.move_to(at)
    remind(at)
    ended = {"status": "cancelled", "cancelled_because": "seeker"} if status == "requested" else {"status": "returned"}
    type(loan).objects.filter(pk=loan.pk).update(ended_at=at, **ended)
    time_machine.move_to(at + timedelta(hours=3))
    worker()
    assert mail.outbox == []
