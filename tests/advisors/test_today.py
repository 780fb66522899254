"""An advisor's first page and week: their own, in the order of the day, and no more than a few queries."""

from datetime import date, timedelta

import pytest

from advisors.today.days import day_of, new_without_booking, who_asks, who_waits
from jobs.referrals.referring import refer
from tests.costs import counted
from tests.factories import (
    AssignmentFactory,
    ConversationEntryFactory,
    CounselingBookingFactory,
    CounselingSlotFactory,
    JobPostingFactory,
    ReferralWishFactory,
    WithdrawalRequestFactory,
    want_notices_only,
)

WEEK = "/admin/advisors/week/"
TODAY = date(2026, 11, 20)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("clock")


def book(assignment, day: date, hour: int, **more):
    slot = CounselingSlotFactory(advisor=assignment.advisor, held_on=day, hour=hour)
    return CounselingBookingFactory(slot=slot, seeker=assignment.seeker, **more)


def ties(advisor, count: int) -> list:
    return AssignmentFactory.create_batch(count, advisor=advisor)


def test_counseling_stands_in_the_order_of_the_day(advisor, now):
    late, early, tomorrow, later = ties(advisor, 4)
    book(late, TODAY, 15)
    book(early, TODAY, 9, status="completed")
    book(tomorrow, TODAY + timedelta(days=1), 9)
    book(later, TODAY + timedelta(days=8), 9)
    book(ties(advisor, 1)[0], TODAY, 11, status="cancelled")
    day = day_of(advisor.user, now=now)
    assert [booking.seeker for booking in day.today] == [early.seeker, late.seeker]
    assert [booking.seeker for booking in day.coming] == [tomorrow.seeker]


def test_week_ahead_is_shown_to_its_last_day(advisor, now):
    [tie] = ties(advisor, 1)
    book(tie, TODAY + timedelta(days=7), 9)
    assert [booking.seeker for booking in day_of(advisor.user, now=now).coming] == [tie.seeker]


def test_who_has_waited_longest_comes_first(advisor, now):
    new, old, answered, read = ties(advisor, 4)
    for tie, days in ((new, 1), (old, 30), (answered, 3), (answered, 2)):
        ConversationEntryFactory(assignment=tie, written_at=now - timedelta(days=days))
    ConversationEntryFactory(assignment=answered, is_from_seeker=False, written_at=now)
    ConversationEntryFactory(assignment=read, written_at=now - timedelta(days=2), read_at=now)
    waiting = who_waits(advisor.user, now=now)
    assert [(tie, tie.unread) for tie in waiting] == [(old, 1), (answered, 2), (read, 0), (new, 1)]


def test_what_was_read_and_answered_or_left_for_two_weeks_waits_no_more(advisor, now):
    answered, left = ties(advisor, 2)
    ConversationEntryFactory(assignment=answered, written_at=now - timedelta(days=2), read_at=now)
    ConversationEntryFactory(assignment=answered, is_from_seeker=False, written_at=now - timedelta(days=1))
    ConversationEntryFactory(assignment=left, written_at=now - timedelta(days=15), read_at=now)
    assert list(who_waits(advisor.user, now=now)) == []


def test_what_was_read_and_not_answered_waits_for_two_weeks(advisor, now):
    [read] = ties(advisor, 1)
    ConversationEntryFactory(assignment=read, written_at=now - timedelta(days=14) + MINUTE, read_at=now)
    assert list(who_waits(advisor.user, now=now)) == [read]


def test_new_is_who_came_within_two_weeks_stays_and_was_not_counseled_yet(advisor, now):
    came = [now - timedelta(days=14) + n * MINUTE for n in range(1, 5)]
    new, practised, counseled, leaving = (AssignmentFactory(advisor=advisor, began_at=at) for at in came)
    book(practised, TODAY, 9, purpose="mock_interview")
    book(counseled, TODAY - timedelta(days=1), 10, status="completed")
    WithdrawalRequestFactory(seeker=leaving.seeker, status="scheduled")
    assert list(new_without_booking(advisor.user, now=now)) == [new, practised]


def test_new_seekers_without_a_counseling_are_listed(advisor, now):
    new, booked, long_ago, missed = (AssignmentFactory(advisor=advisor, began_at=now) for _ in range(4))
    book(booked, TODAY, 9)
    book(missed, TODAY, 10, status="no_show")
    long_ago.began_at = now - timedelta(days=15)
    long_ago.save()
    assert list(new_without_booking(advisor.user, now=now)) == [new, missed]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("advisor_client", True),
        ("other_advisor_client", False),
        ("desk_client", False),
        ("administrator_client", False),
    ],
)
@pytest.mark.parametrize("address", ["/admin/", WEEK])
def test_page_shows_their_own_only(address, who, sees, request, assignment):
    booking = book(assignment, TODAY, 9)
    reply = request.getfixturevalue(who).get(address)
    assert (booking.seeker.member_number in reply.content.decode()) == sees


def test_advisor_who_works_at_the_desk_too_has_only_their_own_day(other_advisor, desk, assignment, now):
    other_advisor.user.groups.add(*desk.groups.all())
    book(assignment, TODAY, 9)
    assert day_of(other_advisor.user, now=now).today == []
    assert len(day_of(assignment.advisor.user, now=now).today) == 1


@pytest.mark.parametrize("who", ["desk_client", "administrator_client"])
def test_who_is_no_advisor_has_no_week(who, request):
    client = request.getfixturevalue(who)
    assert client.get(WEEK).status_code == 403
    assert "Waiting for an answer" not in client.get("/admin/").content.decode()


def test_seeker_who_left_is_gone_from_the_day(advisor_client, assignment, now):
    book(assignment, TODAY, 9)
    ConversationEntryFactory(assignment=assignment)
    assignment.end(at=now)
    for page in ("/admin/", WEEK):
        assert assignment.seeker.member_number not in advisor_client.get(page).content.decode()


def test_week_goes_from_monday_to_sunday_and_on(advisor_client, advisor):
    for day in (15, 16, 22, 23):
        CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, day), hour=day - 5)
    CounselingSlotFactory(advisor=advisor, held_on=TODAY, hour=8, is_offered=False)
    shown = [
        [hour.slot.hour for _day, hours in days for hour in hours]
        for days in map(days_of(advisor_client), ["", "?day=2026-11-23"])
    ]
    assert shown == [[11, 17], [18]]
    page = advisor_client.get(WEEK).content.decode()
    assert "?day=2026-11-09" in page
    assert "?day=2026-11-23" in page


def days_of(client):
    return lambda query: client.get(WEEK + query).context["days"]


@pytest.mark.parametrize("day", ["x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_day_that_is_none_is_not_there(day, advisor_client):
    assert advisor_client.get(f"{WEEK}?day={day}").status_code == 404


def test_pages_ask_the_same_whatever_there_is(advisor, advisor_client, now):
    asked = []
    for hour in range(9, 13):
        tie = AssignmentFactory(advisor=advisor, began_at=now)
        book(tie, TODAY, hour)
        asks_for_referrals(advisor, now, days=1)
        ConversationEntryFactory(assignment=AssignmentFactory(advisor=advisor, began_at=now))
        asked.append([asks(advisor_client, address) for address in ("/admin/", WEEK)])
    assert asked[1:] == asked[:1] * 3
    assert max(asked[0]) <= 17  # who is counseled, interviewed, waits, asks, leaves; what support waits for


def asks(client, address: str) -> int:
    with counted() as sent:
        client.get(address)
    return len(sent)


# Who asks for new referrals


def asks_for_referrals(advisor, now, *, days: int):
    tie = AssignmentFactory(advisor=advisor)
    ReferralWishFactory(seeker=tie.seeker, asked_at=now - timedelta(days=days))
    return tie


def test_who_asks_for_referrals_is_listed_since_when_the_longest_first(advisor, other_advisor, advisor_client, now):
    new, old = (asks_for_referrals(advisor, now, days=days) for days in (1, 5))
    asks_for_referrals(other_advisor, now, days=3)
    assert [(tie, tie.asked_at) for tie in who_asks(advisor.user)] == [
        (old, now - timedelta(days=5)),
        (new, now - timedelta(days=1)),
    ]
    assert f"/admin/jobs/referral/add/?seeker={old.seeker_id}" in advisor_client.get("/admin/").content.decode()


def turns_to_notices_only(tie, now):
    want_notices_only(tie.seeker)


def is_referred_something(tie, now):
    book(tie, TODAY - timedelta(days=1), 9, status="completed")
    refer(tie.seeker, JobPostingFactory(), by=tie.advisor.user, note="", now=now)


def leaves_the_service(tie, now):
    WithdrawalRequestFactory(seeker=tie.seeker, status="scheduled")


def passes_to_another(tie, now):
    tie.end(at=now)


@pytest.mark.parametrize(
    "happens", [turns_to_notices_only, is_referred_something, leaves_the_service, passes_to_another]
)
def test_who_can_or_need_be_referred_nothing_is_not_listed(advisor, now, happens):
    tie = asks_for_referrals(advisor, now, days=1)
    happens(tie, now)
    assert list(who_asks(advisor.user)) == []
