"""The desk does what somebody on the phone asks for, on a small window and without scripts too."""

import pytest

from support.models import SeminarSeat, SuitLoan
from tests import factories
from tests.journeys.conftest import in_english

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = {"viewport": {"width": 820, "height": 900}}


@pytest.mark.parametrize(("language", "scripts"), [("ja", False), in_english(True)])
def test_desk_reserves_a_suit_and_takes_a_seat(arrive, seeker, desk, language, scripts):
    desk.language = language
    desk.save()
    office = factories.OfficeFactory(name="見本拠点")
    factories.SuitFactory(office=office)
    seminar = factories.SeminarFactory(title="業界研究")
    clerk = arrive(user=desk, language=language, java_script_enabled=scripts, **SMALL)
    clerk.opens(f"/admin/accounts/jobseeker/{seeker.pk}/change/")
    clerk.follows("Reserve a suit")
    clerk.sees("Reserve a suit")
    clerk.ticks("Women's, with a skirt")
    clerk.field("Size").select_option("9")
    clerk.field("Office where it is picked up and brought back").select_option(label="見本拠点")
    clerk.enters({"The day it is needed": "2026-12-01"})
    clerk.presses("Reserve this suit")
    clerk.reads("The suit is reserved. The details are on their way to the job seeker.")
    assert SuitLoan.objects.get().arranged_by == desk
    clerk.opens(f"/admin/accounts/jobseeker/{seeker.pk}/change/")
    clerk.follows("Seats in seminars")
    clerk.sees("Seats in seminars")
    clerk.touches(clerk.card(seminar.title).get_by_role("button"))
    clerk.reads("Done. The job seeker is told by mail.")
    clerk.touches(clerk.card(seminar.title).get_by_role("link", name=clerk.says("Give it up for them")))
    clerk.presses("Give it up for them")
    clerk.reads("It is given up, and goes to the next in line.")
    assert SeminarSeat.objects.get().ended_by == desk
