"""Hours from one day to another: what is made, and what is left out and why."""

from datetime import date, timedelta

import pytest

from advisors.counseling.slots import Why, offer_hours
from advisors.models import CounselingSlot
from tests import factories

PAGE = "/admin/advisors/counselingslot/from-to/"
MONDAY = date(2026, 11, 30)
SENT = {"first": "2026-11-30", "last": "2026-12-04", "weekdays": ["0", "2"], "from_hour": "10", "until_hour": "12"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def made() -> list[tuple[date, int]]:
    return list(CounselingSlot.objects.order_by("held_on", "hour").values_list("held_on", "hour"))


def test_advisor_offers_the_hours_of_two_weekdays(advisor_client, advisor):
    advisor_client.post(PAGE, SENT)
    wednesday = MONDAY + timedelta(days=2)
    assert made() == [(MONDAY, 10), (MONDAY, 11), (wednesday, 10), (wednesday, 11)]
    assert set(CounselingSlot.objects.values_list("advisor", "is_by_hand")) == {(advisor.pk, True)}


def test_weekdays_are_ticked_under_one_legend(advisor_client):
    field = advisor_client.get(PAGE).content.decode().split('<fieldset class="desk-choices"')[1].split("</fieldset>")[0]
    assert (field.count("<legend>Weekdays</legend>"), field.count('type="checkbox"')) == (1, 7)


def test_what_is_there_is_left_and_said(advisor_client, advisor):
    factories.CounselingSlotFactory(advisor=advisor, held_on=MONDAY, hour=10)
    page = advisor_client.post(PAGE, SENT, follow=True).content.decode()
    assert len(made()) == 4
    assert "3 hours are offered now." in page
    assert "Left out, there already: 1 (Mon 30 Nov, 10:00)" in page


def test_each_hour_that_cannot_be_is_left_out_for_its_reason(advisor, now):
    factories.ClosedDayFactory(day=MONDAY)
    factories.DayOffFactory(advisor=advisor, day=MONDAY + timedelta(days=1))
    saturday = MONDAY + timedelta(days=5)
    days = [now.date(), MONDAY, MONDAY + timedelta(days=1), saturday]
    office = factories.OfficeFactory()
    offered = offer_hours(advisor.pk, days=days, hours=[now.hour], office_id=office.pk, now=now)
    assert (offered.made, {why: len(hours) for why, hours in offered.left.items()}) == (
        [],
        {Why.PAST: 1, Why.CLOSED: 2, Why.OFF: 1},
    )
    assert offer_hours(advisor.pk, days=[saturday], hours=[10], office_id=None, now=now).made == [(saturday, 10)]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"last": "2026-11-29"}, "last"), ({"last": "2027-12-01"}, "last"), ({"until_hour": "10"}, "until_hour")],
)
def test_what_makes_no_sense_is_refused_beside_its_field(advisor_client, advisor, wrong, name):
    assert list(advisor_client.post(PAGE, SENT | wrong).context["form"].errors) == [name]
    assert made() == []


def test_desk_and_members_offer_nothing(desk_client, seeker_client, advisor):
    for client in (desk_client, seeker_client):
        assert client.post(PAGE, SENT).status_code == 403
    assert made() == []
