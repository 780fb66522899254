"""A seeker who is leaving is marked in one word wherever their advisor meets them, and nothing refused is offered."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from advisors.today.days import new_without_booking
from jobs.models import Referral
from tests.costs import counted
from tests.factories import (
    AssignmentFactory,
    ConversationEntryFactory,
    CounselingBookingFactory,
    CounselingSlotFactory,
    JobInterviewFactory,
    JobPostingFactory,
    ReferralFactory,
    ReferralWishFactory,
    WithdrawalRequestFactory,
    counsel,
)
from tests.reading import unmarked

MARK = "withdrawal under way"
SECRET = "転職先が決まりました"
LIST = "/admin/accounts/jobseeker/"
REFERRALS, BOOKINGS = "/admin/jobs/referral/", "/admin/advisors/counselingbooking/"
WISHES = "/admin/jobs/referralwish/"
REFERRING = "/admin/jobs/referral/add/"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def met(assignment, advisor, now):
    """Where the advisor meets the seeker: counseling today, a message that waits, a posting that could be referred."""
    slot = CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 20), hour=15)
    CounselingBookingFactory(slot=slot, seeker=assignment.seeker)
    ConversationEntryFactory(assignment=assignment, written_at=now)
    counsel(assignment.seeker)
    JobPostingFactory()
    return assignment.seeker


def leave(seeker):
    return WithdrawalRequestFactory(status="scheduled", seeker=seeker, reason="found_job", statement__comment=SECRET)


def pages(seeker) -> list[str]:
    return [LIST, f"{LIST}{seeker.pk}/change/", "/admin/", "/admin/advisors/week/", REFERRING]


def test_marked_on_every_page_and_nothing_more_is_told(advisor_client, met):
    before = [advisor_client.get(page).content.decode() for page in pages(met)]
    request = leave(met)
    after = [advisor_client.get(page).content.decode() for page in pages(met)]
    assert [MARK in page for page in before] == [False] * 5
    assert [MARK in page for page in after] == [True] * 5
    told = [SECRET, request.reference, "I have found a job"]
    assert not [word for page in after for word in told if word in page]


@pytest.mark.parametrize("who", ["advisor_client", "desk_client"])
def test_seekers_page_offers_nothing_that_would_be_refused(who, request, met):
    client, page = request.getfixturevalue(who), f"{LIST}{met.pk}/change/"
    add = [reverse(f"admin:{name}_add") for name in ("jobs_referral", "advisors_counselingbooking")]
    add += [reverse("admin:withdrawals_withdrawalrequest_add")]
    before = client.get(page).content.decode()
    leave(met)
    after = client.get(page).content.decode()
    assert any(f"{address}?seeker={met.pk}" in before for address in add)
    assert not any(f"{address}?seeker={met.pk}" in after for address in add)


def test_referring_to_who_leaves_ends_before_it_begins(advisor_client, met):
    address = f"{REFERRING}?seeker={met.pk}"
    assert f'href="?seeker={met.pk}"' in advisor_client.get(REFERRING).content.decode()
    leave(met)
    assert f'href="?seeker={met.pk}"' not in advisor_client.get(REFERRING).content.decode()
    refused = advisor_client.get(address, follow=True)
    said = [str(message) for message in refused.context["messages"]]
    assert said == ["The withdrawal of this job seeker is under way. Nothing is referred any more."]
    assert not Referral.objects.exists()


def test_interview_of_who_leaves_is_marked(advisor_client, assignment, now):
    referral = ReferralFactory(seeker=assignment.seeker, status="interview")
    JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=2))
    assert MARK not in advisor_client.get("/admin/").content.decode()
    leave(assignment.seeker)
    assert MARK in advisor_client.get("/admin/").content.decode()


def test_who_leaves_is_no_longer_to_be_booked(advisor, now):
    tie = AssignmentFactory(advisor=advisor, began_at=now)
    assert list(new_without_booking(advisor.user, now=now)) == [tie]
    leave(tie.seeker)
    assert list(new_without_booking(advisor.user, now=now)) == []


@pytest.mark.parametrize("page", [LIST, "/admin/", "/admin/advisors/week/", REFERRING])
def test_mark_costs_no_query_a_row(advisor_client, advisor, met, now, page):
    asked = []
    for _row in range(3):
        leave(AssignmentFactory(advisor=advisor).seeker)
        advisor_client.get(page)
        with counted() as sent:
            advisor_client.get(page)
        asked.append(len(sent))
    assert len(set(asked)) == 1


def rows(tie, numbers: range) -> None:
    """A booking and a referral for each of the numbers."""
    for number in numbers:
        slot = CounselingSlotFactory(advisor=tie.advisor, held_on=date(2027, 1, 1) + timedelta(days=number))
        CounselingBookingFactory(slot=slot, seeker=tie.seeker, status="cancelled")
        ReferralFactory(seeker=tie.seeker)


@pytest.mark.parametrize(
    ("page", "who"),
    [(BOOKINGS, "advisor"), (BOOKINGS, "desk"), (REFERRALS, "advisor"), (REFERRALS, "desk"), (WISHES, "advisor")],
)
def test_lists_mark_who_leaves(page, who, request, met, assignment):
    client = request.getfixturevalue(f"{who}_client")
    rows(assignment, range(1))
    ReferralWishFactory(seeker=met)
    assert MARK not in client.get(page).content.decode()
    leave(met)
    text = unmarked(client.get(page).content.decode())
    assert f"{met.name} ({MARK})" in text
    assert SECRET not in text


@pytest.mark.parametrize("page", [BOOKINGS, REFERRALS])
def test_lists_of_a_hundred_ask_as_much_as_lists_of_one(page, advisor_client, assignment):
    leave(assignment.seeker)
    asked = []
    for more in (range(1), range(1, 100)):
        rows(assignment, more)
        advisor_client.get(page)
        with counted() as sent:
            text = advisor_client.get(page).content.decode()
        asked.append((len(sent), text.count(MARK)))
    assert asked == [(asked[0][0], 1), (asked[0][0], 50)]  # a page of them
