"""Who will find no suit as promised, and why."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.business_days import closed_by_desk
from support.models import Suit, SuitLoan
from support.suits.affected import Affected, Why, affected, all_stocks, alternatives, span_wanted
from support.suits.room import Span
from tests.factories import JobInterviewFactory, OfficeFactory, SuitFactory, SuitLoanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
ASKED = datetime(2026, 11, 18, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def item():
    return SuitFactory()


def test_of_two_for_one_suit_who_asked_first_keeps_theirs_whoever_comes_first(item):
    other = SuitFactory(office=item.office)
    later = {"pick_up_on": date(2026, 11, 30), "needed_on": date(2026, 12, 2), "return_on": date(2026, 12, 4)}
    SuitLoanFactory(item=item, requested_at=ASKED, **later)
    second = SuitLoanFactory(item=item, requested_at=ASKED + DAY)
    assert affected(all_stocks(), today=TODAY) == []
    Suit.objects.filter(pk=other.pk).update(condition="damaged")
    assert affected(all_stocks(), today=TODAY) == [Affected(second, Why.NO_SUIT)]


@pytest.mark.parametrize(("days", "found"), [(-1, []), (0, [Why.NO_SUIT])])
def test_suit_that_is_at_the_cleaners_on_the_day_of_pick_up_is_none(item, days, found):
    loan = SuitLoanFactory(item=item)
    Suit.objects.update(cleaned_until=loan.pick_up_on + days * DAY)
    SuitFactory(office=item.office, condition="mended", cleaned_until=loan.return_on)  # takes no day from anybody
    assert [it.why for it in affected(all_stocks(), today=TODAY)] == found


@pytest.mark.parametrize(
    ("status", "closed", "today", "found"),
    [
        ("lent", date(2026, 12, 3), date(2026, 12, 1), [Why.CLOSED]),
        ("lent", date(2026, 11, 27), date(2026, 11, 27), []),  # it has been picked up
        ("requested", date(2026, 11, 27), date(2026, 11, 27), [Why.CLOSED]),
        ("requested", date(2026, 11, 27), date(2026, 11, 28), []),  # that day is over
    ],
)
def test_closed_day_matters_while_it_is_ahead(item, status, closed, today, found):
    SuitLoanFactory(item=item, status=status)
    closed_by_desk.know(frozenset([closed]), until=float("inf"))
    assert [it.why for it in affected(all_stocks(), today=today)] == found
    assert SuitLoan.objects.count() == 1


def test_what_is_offered_instead_is_free_on_the_same_days_the_nearest_first(item):
    loan, elsewhere = SuitLoanFactory(item=item), OfficeFactory()
    SuitFactory(office=item.office)  # the same kind is nothing else
    larger, smaller = (SuitFactory(office=item.office, size=size) for size in ("11", "7"))
    SuitFactory(office=item.office, cut="womens_trousers")
    there = [SuitFactory(office=elsewhere, size=size) for size in ("7", "9", "11")]
    SuitLoanFactory(item=larger)
    SuitLoanFactory(item=smaller, status="cancelled")
    before = {"pick_up_on": date(2026, 11, 20), "needed_on": date(2026, 11, 24), "return_on": date(2026, 11, 24)}
    SuitLoanFactory(item=there[2], **before, busy_until=loan.pick_up_on)  # a day that was closed then is open again
    free = alternatives(loan.key, loan.span(TODAY), now=ASKED)
    assert [it.item for it in free] == [smaller, there[1], there[0]]


def test_another_suit_is_for_the_days_that_were_chosen(item):
    loan = SuitLoanFactory(item=item, return_on=date(2026, 12, 8), busy_until=date(2026, 12, 11))
    assert span_wanted(loan, today=TODAY) == Span(loan.pick_up_on, loan.busy_until)


def test_another_suit_is_for_the_days_of_an_interview_that_has_moved_until_it_is_clean(seeker):
    interview = JobInterviewFactory(referral__seeker=seeker, referral__status="interview")
    loan = SuitLoanFactory(seeker=seeker, interview=interview)
    interview.starts_at += 9 * DAY
    assert span_wanted(loan, today=TODAY) == Span(date(2026, 12, 8), date(2026, 12, 16))


def test_hold_whose_days_are_over_takes_no_suit_for_ever(item):
    loan = SuitLoanFactory(item=item)
    assert loan.span(loan.return_on + DAY) == Span(loan.pick_up_on, loan.busy_until)
