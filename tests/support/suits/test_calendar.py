"""What stands in a seeker's own calendar of a suit, and by when a mail about it has to be there."""

from datetime import datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from support.suits import booking
from support.suits.calendars import invitation
from support.suits.notifying import facts
from tests.factories import OfficeFactory, SuitFactory, SuitLoanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(seeker, now):
    """From Friday, 11-27, to Thursday, 12-03."""
    item = SuitFactory(office=OfficeFactory(name="見本拠点", address="見本町1-2-3"))
    return SuitLoanFactory(seeker=seeker, item=item)


def events(file: str, *names: str) -> list[tuple]:
    return [tuple(str(event[name]) for name in names) for event in Calendar.from_ical(file).walk("VEVENT")]


def test_pick_up_and_return_stand_within_the_hours_of_their_days(loan, now):
    found = Calendar.from_ical(invitation(loan, now=now)).walk("VEVENT")
    hours = [[event[name].dt.strftime("%m-%d %H:%M") for name in ("DTSTART", "DTEND")] for event in found]
    assert hours == [["11-27 10:00", "11-27 18:00"], ["12-03 10:00", "12-03 18:00"]]


def test_entries_say_what_and_where_and_leave_the_day_free(loan, now):
    where = "見本拠点 見本町1-2-3"
    assert events(invitation(loan, now=now), "SUMMARY", "LOCATION", "TRANSP") == [
        ("Pick up the suit", where, "TRANSPARENT"),
        ("Bring back the suit", where, "TRANSPARENT"),
    ]


def test_suit_that_is_out_is_only_brought_back(seeker, now):
    out = SuitLoanFactory(seeker=seeker, status="lent")
    assert events(invitation(out, now=now), "SUMMARY") == [("Bring back the suit",)]


def test_what_is_cancelled_takes_both_entries_back(loan, seeker, now):
    before = invitation(loan, now=now)
    booking.cancel(loan.pk, seeker, now=now)
    after = seeker.user.messages.get().context["calendar"]
    assert [Calendar.from_ical(file)["METHOD"] for file in (before, after)] == ["PUBLISH", "CANCEL"]
    assert events(before, "UID") == events(after, "UID")
    other = SuitLoanFactory()
    assert len({*events(before, "UID"), *events(invitation(other, now=now), "UID")}) == 4


def test_calendar_is_a_file_to_be_kept(seeker_client, loan):
    file = seeker_client.get(reverse("support:suit_calendar", args=[loan.pk]))
    said = (file["Content-Type"], file["Content-Disposition"])
    assert said == ("text/calendar; charset=utf-8", 'attachment; filename="suit.ics"')


@pytest.mark.parametrize(("status", "day"), [("requested", (2026, 11, 27)), ("lent", (2026, 12, 3))])
def test_mail_is_there_before_the_next_day_of_the_suit_begins(seeker, status, day, now):
    loan = SuitLoanFactory(seeker=seeker, status=status)
    assert facts(loan)["starts_at"] == datetime(*day, 10, tzinfo=now.tzinfo)
