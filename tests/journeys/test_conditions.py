"""A member says what matters, sees what it costs, and asks for referrals: on a phone, and without JavaScript."""

import pytest

from tests import factories
from tests.journeys.conftest import PHONE

POSTINGS = [{"pay_min": 250_000, "weekends_off": True}, {"pay_min": 230_000}, {"weekends_off": True}]


@pytest.fixture
def counseled(seeker, assignment):
    factories.CounselingBookingFactory(seeker=seeker, status="completed")
    for stated in POSTINGS:
        factories.JobPostingFactory(**stated)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_member_says_what_matters_and_asks_for_referrals(arrive, seeker, counseled, has_script):
    member = arrive(user=seeker.user, java_script_enabled=has_script, **PHONE)
    member.opens("/mypage/")
    member.follows_on_page("Desired conditions")
    member.sees("Desired conditions")
    member.reads("3 postings are open")
    add(member, "Weekends off", "Must-have: only postings that have it", "家族と過ごすため")
    member.follows("Monthly pay")
    member.sees("Monthly pay")
    member.presses("Save")
    member.reads("Choose an amount.")
    member.chooses("How much a month, before tax?", "220,000 yen or more")
    member.ticks("Must-have: only postings that have it")
    member.presses("Save")
    member.reads("1 open posting meets all your must-haves")
    unfold(member, "Monthly pay")
    member.presses("Make it negotiable: Monthly pay")
    member.reads("2 open postings meet all your must-haves")
    unfold(member, "Weekends off")
    member.presses("Remove: Weekends off")
    member.reads("Removed: Weekends off.")
    member.sees("Desired conditions")
    member.presses("Put it back")
    member.is_told("It is back.")
    member.presses("Ask for new referrals")
    member.is_told("Your advisor knows that you would like new referrals.")


def unfold(member, kind: str) -> None:
    """What is seldom done stands behind a word."""
    member.touches(member.card(kind).locator("summary"))


def add(member, kind: str, weight: str, reason: str) -> None:
    member.follows(kind)
    member.sees(kind)
    member.ticks(weight)
    member.enters({"Why it matters to you": reason})
    member.presses("Save")
    member.is_told("Your condition is saved.")


def test_member_orders_them_by_the_keyboard(member, seeker):
    for rank, kind in enumerate(("training", "dormitory"), start=1):
        factories.DesiredConditionFactory(seeker=seeker, kind=kind, rank=rank, is_must=False)
    member.opens("/mypage/conditions/")
    member.tabs_to(member.button("Up: Dormitory"))
    member.page.keyboard.press("Enter")
    member.page.wait_for_url("**/#dormitory")
    assert list(seeker.desired_conditions.values_list("kind", flat=True)) == ["dormitory", "training"]
