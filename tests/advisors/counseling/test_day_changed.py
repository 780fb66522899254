"""An advisor hears at once of an hour of today or tomorrow that somebody else has booked, moved or cancelled."""

from datetime import date

import pytest

from accounts.models import Message
from advisors.counseling import booking as actions
from advisors.handover import replacing
from tests import factories

pytestmark = pytest.mark.django_db
TODAY, TOMORROW, LATER, MUCH_LATER = (date(2026, 11, day) for day in (20, 21, 22, 29))
SOON = [TODAY, TOMORROW]


def slot(advisor, day: date, hour: int = 16):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=day, hour=hour)


@pytest.fixture
def booked_on(assignment):
    def book(day: date, hour: int = 16):
        at = slot(assignment.advisor, day, hour)
        return factories.CounselingBookingFactory(slot=at, seeker=assignment.seeker)

    return book


def told(advisor) -> list[str]:
    owed = Message.objects.filter(kind="advisors/day_changed", recipient=advisor.user)
    return [message.context["change"] for message in owed.order_by("pk")]


@pytest.mark.parametrize(("day", "expected"), [(TODAY, ["booked"]), (TOMORROW, ["booked"]), (LATER, [])])
def test_booking_of_today_or_tomorrow_is_told(day, expected, assignment, seeker, advisor, now):
    actions.book_slot(slot(advisor, day).pk, seeker, form="online", now=now)
    assert told(advisor) == expected


@pytest.mark.parametrize(("day", "expected"), [(TODAY, ["cancelled"]), (TOMORROW, ["cancelled"]), (LATER, [])])
@pytest.mark.parametrize("who", ["seeker", "desk"])
def test_cancelling_of_today_or_tomorrow_is_told(who, day, expected, booked_on, seeker, advisor, now):
    booking = booked_on(day)
    if who == "seeker":
        actions.cancel_booking(booking.pk, seeker, now=now)
    else:
        actions.cancel_for_seeker(booking.pk, by="desk", now=now)
    assert told(advisor) == expected


@pytest.mark.parametrize(
    ("former", "new", "expected"),
    [(TODAY, LATER, ["moved"]), (LATER, TOMORROW, ["moved"]), (LATER, MUCH_LATER, [])],
)
def test_move_from_or_to_one_of_these_days_is_told(former, new, expected, booked_on, seeker, advisor, now):
    actions.move_booking(booked_on(former).pk, slot(advisor, new).pk, seeker, form="online", now=now)
    assert told(advisor) == expected


def test_own_acts_are_not_told(booked_on, assignment, seeker, advisor, now):
    actions.cancel_for_seeker(booked_on(TODAY).pk, by="advisor", now=now)
    by_phone = {"by": actions.Booker.DESK, "staff": advisor.user}
    actions.book_slot(slot(advisor, TOMORROW).pk, seeker, form="online", now=now, **by_phone)
    assert told(advisor) == []


def test_mail_names_the_member_by_number_only(booked_on, seeker, worker, mailoutbox, now):
    actions.cancel_booking(booked_on(TODAY).pk, seeker, now=now)
    worker()
    mail = next(mail for mail in mailoutbox if "Counseling cancelled: " in mail.subject)
    assert seeker.member_number in mail.body
    assert [word for word in (seeker.family_name, seeker.given_name) if word in mail.subject + mail.body] == []


def test_advisor_away_gets_none(booked_on, seeker, advisor, worker, mailoutbox, now):
    booking = booked_on(TODAY)
    advisor.is_at_work = False
    advisor.save()
    actions.cancel_booking(booking.pk, seeker, now=now)
    worker()
    assert [mail.to for mail in mailoutbox] == [[seeker.user.email]]


@pytest.mark.parametrize("has_the_hour", [True, False])
def test_who_passes_a_seeker_on_has_both_advisors_told(
    has_the_hour, booked_on, seeker, advisor, other_advisor, worker, mailoutbox, now
):
    """The former one of the hour and nothing else: whom it was about is theirs no more."""
    booked_on(TODAY)
    if has_the_hour:
        slot(other_advisor, TODAY)
    replacing.replace(seeker.pk, other_advisor.pk, now=now)
    assert (told(advisor), told(other_advisor)) == (["cancelled"], ["booked"] * has_the_hour)
    worker()
    bodies = {mail.to[0]: mail.body for mail in mailoutbox}
    assert seeker.member_number not in bodies[advisor.user.email]
    assert (seeker.member_number in bodies.get(other_advisor.user.email, "")) == has_the_hour


def test_erased_member_is_not_in_a_mail_that_waits(booked_on, seeker, advisor, now):
    actions.cancel_booking(booked_on(TODAY).pk, seeker, now=now)
    context = Message.objects.get(recipient=advisor.user).context
    assert seeker.member_number not in str(context)
