"""Lists of the admin cost the same with one row and with many."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from advisors.models import (
    ClosedDay,
    CounselingBooking,
    CounselingSlot,
    DayOff,
    WeeklyHours,
)
from tests import factories
from tests.costs import counted

MONDAY = date(2026, 11, 30)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:advisors_{model}_{page}", args=args)


def fill(model: str, rows: int, advisor) -> None:
    office = factories.OfficeFactory()
    for n in range(rows):
        slot = factories.CounselingSlotFactory(advisor=advisor, office=office, held_on=MONDAY, hour=9 + n)
        tie = factories.AssignmentFactory(advisor=advisor)
        factories.CounselingBookingFactory(slot=slot, seeker=tie.seeker, form="office")
        factories.WeeklyHoursFactory(advisor=advisor, office=office, weekday=n)
        factories.DayOffFactory(advisor=advisor, day=MONDAY + timedelta(days=n))
        factories.SlotWaitFactory()
        factories.ClosedDayFactory(day=MONDAY + timedelta(days=n))


@pytest.mark.parametrize(
    ("model", "who"),
    [
        ("counselingbooking", "advisor"),
        ("counselingslot", "advisor"),
        ("weeklyhours", "advisor"),
        ("dayoff", "advisor"),
        ("slotwait", "desk"),
        ("advisor", "desk"),
        ("office", "desk"),
        ("closedday", "desk"),
    ],
)
def test_list_costs_the_same_with_one_row_and_with_three(model, who, request, advisor):
    client, costs = request.getfixturevalue(f"{who}_client"), []
    for rows in (1, 3):
        CounselingBooking.objects.all().delete()
        for kept in (CounselingSlot, WeeklyHours, DayOff, ClosedDay):
            kept.objects.all().delete()
        fill(model, rows, advisor)
        with counted() as sent:
            assert client.get(address(model)).status_code == 200
        costs.append(len(sent))
    assert costs[0] == costs[1]
