"""A morning at the desk and an advisor's day: both begin on the first page of the admin, and come back to it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from advisors.models import CounselingBooking
from jobs.models import Referral
from tests import factories
from tests.journeys.conftest import in_english
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = {"viewport": {"width": 820, "height": 900}}


def part(person: Person, title: str) -> Locator:
    """The part of the page under this heading."""
    return person.page.get_by_role("region", name=person.says(title), exact=True)


def tile(person: Person, words: str) -> Locator:
    glance = person.page.get_by_role("navigation", name=person.says("At a glance"))
    return glance.get_by_role("link", name=re.compile(rf"^\d+\+? {re.escape(person.says(words))}$"))


def uses_the_width(person: Person) -> bool:
    """Nothing stands beside an empty half."""
    middle = person.page.viewport_size["width"] / 2
    boxes = [it.bounding_box() for it in person.page.locator(".start > section").all()]
    return any(box["x"] > middle for box in boxes) or len(boxes) < 2


@pytest.fixture
def overdue(now):
    return factories.WithdrawalRequestFactory(status="needs_review", due_on=now.date() - timedelta(days=1))


@pytest.fixture
def unrecorded(seeker, now):
    slot = factories.CounselingSlotFactory(held_on=now.date() - timedelta(days=3))
    return factories.CounselingBookingFactory(slot=slot, seeker=seeker)


def speaking(user, language: str):
    user.language = language
    user.save()
    return user


@pytest.mark.parametrize(("language", "window"), [("ja", {}), in_english(SMALL)])
def test_morning_at_the_desk(arrive, desk, overdue, unrecorded, language, window):
    alone, seminar = factories.JobSeekerFactory(), factories.SeminarSeatFactory(status="waiting").seminar
    clerk = arrive(user=speaking(desk, language), language=language, **window)
    clerk.opens("/admin/")
    clerk.sees("Overview")
    assert uses_the_width(clerk)
    # What is overdue, by the keyboard alone.
    clerk.tabs_to(tile(clerk, "Overdue"))
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.get_by_role("link", name=overdue.reference)).to_be_visible()
    clerk.goes_back()
    # A counseling of which nobody has said what came.
    booking = part(clerk, "Counseling whose outcome nobody has recorded")
    clerk.touches(booking.get_by_role("button", name=clerk.says("It took place")))
    expect(clerk.page.locator(".messagelist")).to_be_visible()
    assert CounselingBooking.objects.get(pk=unrecorded.pk).status == "completed"
    clerk.opens("/admin/")
    expect(booking).to_have_count(0)
    # Who has no advisor, and who is in line.
    clerk.touches(part(clerk, "Job seekers without an advisor").get_by_role("link", name=alone.member_number))
    clerk.sees("Job seekers without an advisor")
    clerk.goes_back()
    expect(part(clerk, "Seminars with a waiting list").get_by_role("link", name=seminar.title)).to_be_visible()
    # And something that waits for nobody: the menu says it in words.
    clerk.follows("Enter a closed day")
    expect(clerk.page).to_have_url(re.compile("/admin/advisors/closedday/add/"))


@pytest.fixture
def referral(assignment, advisor, seeker, now):
    """With a company that has not answered by the day it had named; and a seeker who comes today, and has written."""
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=now.date(), hour=15)
    factories.CounselingBookingFactory(slot=slot, seeker=seeker, topics="面接が不安です")
    factories.ConversationEntryFactory(assignment=assignment, written_at=now)
    referral = factories.ReferralFactory(seeker=seeker, status="screening")
    Referral.objects.filter(pk=referral.pk).update(word_expected_on=now.date() - timedelta(days=1))
    return referral


@pytest.mark.parametrize(("language", "window"), [("ja", {}), in_english(SMALL)])
def test_day_of_an_advisor(arrive, advisor, seeker, referral, language, window):
    person = arrive(user=speaking(advisor.user, language), language=language, **window)
    member = arrive(user=seeker.user, language="ja")
    person.opens("/admin/")
    person.sees("Overview")
    assert uses_the_width(person)
    # What is today, and what to prepare for it.
    expect(part(person, "Today")).to_contain_text("面接が不安です")
    expect(part(person, "Waiting for an answer").get_by_role("link", name=seeker.member_number)).to_be_visible()
    # The company is late: the seeker reads one sentence, and the advisor asks and says by when.
    member.opens(f"/referrals/{referral.pk}/")
    expect(member.page.get_by_role("main")).to_contain_text("担当アドバイザーが企業に確認します")
    late = part(person, "Ask the company: the next word is overdue")
    person.tabs_to(late.get_by_role("link", name=seeker.member_number))
    person.page.keyboard.press("Enter")
    person.field("The company answers by").fill("2026-12-01")
    person.tabs_to(person.button("Keep this day"))
    person.page.keyboard.press("Enter")
    person.reads("The day is kept, and stands on the seeker's page.")
    person.meets_no_barrier()
    member.opens(f"/referrals/{referral.pk}/")
    expect(member.page.get_by_role("main")).to_contain_text("次の連絡は12月1日（火）までに届く見込みです。")
    member.meets_no_barrier()
    person.opens("/admin/")
    expect(part(person, "Waiting for an answer")).to_be_visible()
    expect(late).to_have_count(0)
