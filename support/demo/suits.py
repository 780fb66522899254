"""Suits of the demo: what there is at which office, and loans in every state, each by the actions that really do it."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.demo.past import Past
from accounts.models import JobSeeker
from advisors.demo.offices import open_offices
from config.business_days import add_business_days
from jobs.models import JobInterview
from support.models import Suit, SuitLoan
from support.suits import booking, counter
from support.suits.sizes import Cut

Condition = Suit.Condition
# Office, cut, size, and how many. Of some there is one only: in Sapporo, one of its size in all offices.
STOCK = (
    ("東京", Cut.SKIRT, "7", 2),
    ("東京", Cut.SKIRT, "9", 3),
    ("東京", Cut.SKIRT, "11", 1),
    ("東京", Cut.TROUSERS, "9", 2),
    ("東京", Cut.TROUSERS, "11", 1),
    ("東京", Cut.MENS, "Y5", 1),
    ("東京", Cut.MENS, "A4", 2),
    ("東京", Cut.MENS, "A5", 2),
    ("東京", Cut.MENS, "AB5", 1),
    ("大阪", Cut.SKIRT, "9", 1),
    ("大阪", Cut.TROUSERS, "9", 1),
    ("大阪", Cut.MENS, "A5", 1),
    ("札幌", Cut.MENS, "A6", 1),
)
OUT_OF_ORDER = (
    ("東京", Cut.SKIRT, "9", Condition.DAMAGED),
    ("東京", Cut.MENS, "A5", Condition.MENDED),
    ("大阪", Cut.SKIRT, "11", Condition.RETIRED),
)


def hang_up() -> None:
    """The suits that may be missing; what the desk has changed since stays."""
    offices, number = open_offices(), 0
    for office, cut, size, amount in STOCK:
        for _ in range(amount):
            number += 1
            have(number, office=offices[office], cut=cut, size=size)
    for office, cut, size, condition in OUT_OF_ORDER:
        number += 1
        have(number, office=offices[office], cut=cut, size=size, condition=condition)


def have(number: int, **fields: object) -> None:
    Suit.objects.get_or_create(number=f"S-{number:03d}", defaults=fields)


def lend(past: Past, members: list[JobSeeker]) -> None:
    """Every state there is, and what makes work for the desk: one overdue, and somebody who comes for it next."""
    not_returned(past)
    for_interview(past, members[0])
    is_out(past, members[5], "9")
    is_overdue(past, members[16], next_one=members[17])
    comes_today(past, members[18])
    was_cancelled(past, members[19])
    was_returned(past, members[20])
    was_lost(past, members[21])


def day(past: Past, business_days: int) -> date:
    return add_business_days(timezone.localdate(past.now), business_days)


def reserve(
    past: Past, seeker: JobSeeker, when: datetime, cut: Cut, size: str, needed_on: date, office: str = "東京"
) -> SuitLoan:
    place = open_offices()[office].pk
    loan = booking.reserve(seeker, cut=cut, size=size, office_id=place, needed_on=needed_on, now=when)
    past.post(when)
    return loan


def hand_out(past: Past, loan: SuitLoan, when: datetime) -> SuitLoan:
    out = SuitLoan.objects.lent().values("suit")
    item = Suit.objects.usable().filter(loan.key.rows).exclude(pk__in=out).order_by("number")[0]
    return counter.hand_out(loan.pk, item.number, now=when)


def not_returned(past: Past) -> None:
    """Somebody had it who has left: nothing says who."""
    gone = {"condition": Condition.NOT_RETURNED, "out_since": day(past, -14)}
    have(90, office=open_offices()["東京"], cut=Cut.SKIRT, size="7", **gone)


def for_interview(past: Past, seeker: JobSeeker) -> None:
    """For an interview that is ahead, if there is time to prepare it; else for a day next week."""
    when, today = past.now - timedelta(hours=20), timezone.localdate(past.now)
    ahead = JobInterview.objects.standing().filter(referral__seeker=seeker, starts_at__date__gt=day(past, 2))
    interview = ahead.first()
    wanted = {"interview_id": interview.pk} if interview else {"needed_on": today + timedelta(days=8)}
    place = open_offices()["東京"].pk
    booking.reserve(seeker, cut=Cut.SKIRT, size="7", office_id=place, now=when, **wanted)
    past.post(when)


def is_out(past: Past, seeker: JobSeeker, size: str) -> None:
    loan = reserve(past, seeker, past.morning(5), Cut.SKIRT, size, day(past, 1))
    hand_out(past, loan, past.morning(1))


def is_overdue(past: Past, seeker: JobSeeker, *, next_one: JobSeeker) -> None:
    """The one suit of its size; somebody else was promised it for next week."""
    loan = reserve(past, seeker, past.morning(8), Cut.SKIRT, "11", day(past, -4))
    hand_out(past, loan, past.morning(6))
    reserve(past, next_one, past.morning(3), Cut.SKIRT, "11", day(past, 4))


def comes_today(past: Past, seeker: JobSeeker) -> None:
    reserve(past, seeker, past.morning(3), Cut.MENS, "A4", day(past, 2))


def was_cancelled(past: Past, seeker: JobSeeker) -> None:
    loan = reserve(past, seeker, past.morning(4), Cut.MENS, "Y5", day(past, 3))
    booking.cancel(loan.pk, seeker, now=past.morning(3))
    past.post(past.morning(3))


def was_returned(past: Past, seeker: JobSeeker) -> None:
    """And reserves another one."""
    loan = reserve(past, seeker, past.morning(12), Cut.MENS, "A5", day(past, -8))
    hand_out(past, loan, past.morning(10))
    counter.take_back(loan.pk, Condition.USABLE, now=past.morning(6))
    reserve(past, seeker, past.morning(1), Cut.MENS, "A5", day(past, 6))


def was_lost(past: Past, seeker: JobSeeker) -> None:
    loan = reserve(past, seeker, past.morning(14), Cut.MENS, "AB5", day(past, -9))
    hand_out(past, loan, past.morning(11))
    counter.lose(loan.pk, now=past.morning(7))
